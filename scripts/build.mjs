#!/usr/bin/env node
/** `npm run build`: the database client and the console, each only when its sources have changed. */
import path from "node:path";
import { explain } from "./lib/failure.mjs";
import { consoleBuild, makeCurrent, prismaClient } from "./lib/generated.mjs";
import { createProgress } from "./lib/progress.mjs";

const root = path.resolve(import.meta.dirname, "..");
const progress = createProgress(process.stdout);
try {
  await makeCurrent(root, prismaClient, progress);
  await makeCurrent(root, consoleBuild, progress);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
