#!/usr/bin/env node
/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out because the registry in use
 * did not carry them. Without these entries `npm ci` refuses the lock file on every platform. Run after each change
 * of the lock file; `scripts/lib/lock-file.test.mjs` fails when it was forgotten.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { completeLock } from "./lib/lock-file.mjs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = completeLock(lock);
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "The lock file is complete." : `Added ${added.length}: ${added.join(", ")}`);
