import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const NEVER = new Set(["node_modules", ".next", ".git", ".data", "generated"]);
const IS_TEST = /\.(test|slow\.test|db\.test)\.(ts|tsx|mjs)$/;

/**
 * listFiles walks folders and files below root and returns their paths, relative and sorted. What does not exist is
 * left out, as are dependencies and generated code.
 * @param {string} root @param {readonly string[]} entries
 * @returns {string[]}
 */
export function listFiles(root, entries) {
  /** @type {string[]} */
  const files = [];
  const visit = (/** @type {string} */ relative) => {
    const stats = statSync(path.join(root, relative), { throwIfNoEntry: false });
    if (stats?.isFile()) files.push(relative);
    if (!stats?.isDirectory()) return;
    for (const name of readdirSync(path.join(root, relative))) {
      if (!NEVER.has(name)) visit(path.posix.join(relative, name));
    }
  };
  for (const entry of entries) visit(entry);
  return files.sort();
}

/**
 * digestTree is one digest over the paths and bytes of files; tests do not count.
 * @param {string} root @param {readonly string[]} entries
 */
export function digestTree(root, entries) {
  const hash = createHash("sha256");
  for (const file of listFiles(root, entries)) {
    if (IS_TEST.test(file)) continue;
    const bytes = readFileSync(path.join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}
