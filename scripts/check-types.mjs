#!/usr/bin/env node
/**
 * Checks types: the product's, and those of the scripts, which are JavaScript because they run before any install. What
 * was found out about unchanged files is kept in node_modules/.cache, so that the next check takes a fifth of the time.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
for (const project of ["tsconfig.json", "scripts/tsconfig.json"]) {
  const kept = `node_modules/.cache/types/${project.replace("/", "-")}.tsbuildinfo`;
  const args = ["node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", kept];
  args.push("-p", project);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
