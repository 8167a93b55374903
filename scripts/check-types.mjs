#!/usr/bin/env node
/** Checks types: the product's, and those of the scripts, which are JavaScript because they run before any install. */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
for (const project of ["tsconfig.json", "scripts/tsconfig.json"]) {
  const args = ["node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "false", "-p", project];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
