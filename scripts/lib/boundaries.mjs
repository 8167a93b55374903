import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { listFiles } from "./tree-digest.mjs";

const CODE_FOLDERS = ["app", "components", "lib", "sdk", "cli"];
const DIGEST = "lib/domain/digest.ts";
const BROWSER = /^(components|lib\/client)\//;
const REACH_RULE = "browser-code-cannot-reach-digest";

/**
 * @typedef {{ rule: string, from: string, to: string }} Violation
 * @typedef {{ source: string, dependencies: { resolved: string, dependencyTypes: string[] }[] }} Module
 */

/**
 * checkBoundaries cruises the code below `root` and returns what breaks the import rule. Throws when files were not
 * looked at, because a cruiser that does not understand TypeScript passes everything.
 * @param {string} root
 * @returns {Promise<{ violations: Violation[], fileCount: number }>}
 */
export async function checkBoundaries(root) {
  const { cruise } = await import("dependency-cruiser");
  const extractTsConfig = (await import("dependency-cruiser/config-utl/extract-ts-config")).default;
  const { forbidden, options } = createRequire(import.meta.url)("../config/dependency-cruiser.cjs");
  const { output } = await cruise(
    CODE_FOLDERS.filter((folder) => existsSync(path.join(root, folder))),
    { ...options, tsConfig: undefined, baseDir: root, ruleSet: { forbidden }, validate: true },
    { ...options.enhancedResolveOptions, alias: { "@": root } },
    { tsConfig: extractTsConfig(path.join(root, "tsconfig.json")) },
  );
  if (typeof output === "string") throw new Error("dependency-cruiser gave a report instead of its result.");
  const expected = listFiles(root, CODE_FOLDERS).filter(
    (file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"),
  );
  assertAllSeen(expected, output.modules, root);
  const direct = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { violations: [...direct, ...findReach(output.modules)], fileCount: expected.length };
}

/** @param {string[]} expected @param {Module[]} modules @param {string} root */
function assertAllSeen(expected, modules, root) {
  const seen = new Map(modules.map((module) => [module.source, module]));
  const missed = expected.filter((file) => {
    const module = seen.get(file);
    if (module === undefined) return true;
    const hasImports = /^(import|export) [^;]*from "/m.test(readFileSync(path.join(root, file), "utf8"));
    return hasImports && module.dependencies.length === 0;
  });
  if (missed.length === 0) return;
  throw new Error(
    `${missed.length} of ${expected.length} files were not looked at, ${missed[0]} among them.`,
  );
}

/**
 * findReach follows what browser code imports to lib/domain/digest.ts. Imports of types alone are gone at run time,
 * which is why this is not one of the cruiser's own rules: those would count them.
 * @param {Module[]} modules
 * @returns {Violation[]}
 */
export function findReach(modules) {
  const byName = new Map(modules.map((module) => [module.source, module]));
  /** @type {Violation[]} */
  const found = [];
  for (const { source } of modules) {
    if (!BROWSER.test(source) || /\.test\.tsx?$/.test(source)) continue;
    const trail = trailTo(DIGEST, source, byName);
    if (trail !== null) found.push({ rule: REACH_RULE, from: source, to: trail.join(" -> ") });
  }
  return found;
}

/** @param {string} goal @param {string} start @param {Map<string, Module>} byName */
function trailTo(goal, start, byName) {
  const seen = new Set([start]);
  const queue = [[start]];
  for (let trail = queue.shift(); trail !== undefined; trail = queue.shift()) {
    const last = trail.at(-1) ?? start;
    if (last === goal) return trail.slice(1);
    for (const { resolved, dependencyTypes } of byName.get(last)?.dependencies ?? []) {
      if (seen.has(resolved) || dependencyTypes.includes("type-only")) continue;
      seen.add(resolved);
      queue.push([...trail, resolved]);
    }
  }
  return null;
}
