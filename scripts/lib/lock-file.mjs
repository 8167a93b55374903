/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

const OS_WORDS = { android: "android", darwin: "darwin", freebsd: "freebsd", linux: "linux", win32: "win32" };
const CPU_WORDS = { arm: "arm", arm64: "arm64", ia32: "ia32", wasm32: "wasm32", x64: "x64", ppc64: "ppc64" };

/**
 * missingOptional lists optional dependencies with a fixed version that have no entry in the lock.
 * @param {Lock} lock
 * @returns {{ name: string, version: string, dev: boolean }[]}
 */
export function missingOptional(lock) {
  const present = new Set(Object.keys(lock.packages).map((key) => key.replace(/^.*node_modules\//, "")));
  const missing = new Map();
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (present.has(name) || missing.has(name)) continue;
      missing.set(name, { name, version, dev: entry.dev === true });
    }
  }
  return [...missing.values()];
}

/**
 * completeLock adds an entry for each missing optional package and returns their names. The platform is read from
 * the package's name, as napi and esbuild style packages are named. Throws where a name or version does not say.
 * @param {Lock} lock
 */
export function completeLock(lock) {
  const missing = missingOptional(lock);
  for (const { name, version, dev } of missing) {
    lock.packages[`node_modules/${name}`] = {
      version: fixedVersion(name, version),
      ...platformOf(name),
      ...(dev ? { dev } : {}),
      optional: true,
    };
  }
  const [[root, rootEntry] = ["", {}], ...others] = Object.entries(lock.packages);
  others.sort(([a], [b]) => a.localeCompare(b, "en"));
  lock.packages = { [root]: rootEntry, ...Object.fromEntries(others) };
  return missing.map((entry) => entry.name);
}

/** @param {string} name @param {string} version */
function fixedVersion(name, version) {
  if (!/^\d+\.\d+\.\d+/.test(version))
    throw new Error(`${name} asks for ${version}, which is not one version.`);
  return version;
}

/** @param {string} name */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.map((word) => OS_WORDS[/** @type {keyof typeof OS_WORDS} */ (word)]).find(Boolean);
  const cpu = words.map((word) => CPU_WORDS[/** @type {keyof typeof CPU_WORDS} */ (word)]).find(Boolean);
  if (cpu === undefined) throw new Error(`The platform of ${name} cannot be read from its name.`);
  const libc = words.includes("musl") ? ["musl"] : undefined;
  return { ...(os === undefined ? {} : { os: [os] }), cpu: [cpu], ...(libc ? { libc } : {}) };
}
