#!/usr/bin/env node
/** Checks who imports whom (config/dependency-cruiser.cjs); part of `npm run lint` and `npm test`. */
import path from "node:path";
import { checkBoundaries } from "./lib/boundaries.mjs";

const { violations, fileCount } = await checkBoundaries(path.resolve(import.meta.dirname, ".."));
for (const { rule, from, to } of violations) console.error(`${rule}: ${from} -> ${to}`);
console.log(`${fileCount} files, ${violations.length} violations of the import rule.`);
if (violations.length > 0) process.exitCode = 1;
