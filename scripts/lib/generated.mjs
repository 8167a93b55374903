import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runOrFail } from "./run.mjs";
import { digestTree } from "./tree-digest.mjs";

/**
 * What is made from the sources. The digest of the sources is kept beside what was made of them, so that deleting the
 * one deletes the other.
 * @typedef {{ title: string, waitsFor: string, sources: string[], result: string, stamp: string,
 *   make: (root: string) => Promise<unknown> }} Product
 */

/** Never lets Prisma look for binaries or report home: the client needs neither. */
const PRISMA_ENV = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };

/** @type {Product} */
export const prismaClient = {
  title: "Generating the database client",
  waitsFor: "prisma generate",
  sources: ["prisma/schema", "prisma.config.ts", "package-lock.json"],
  result: "lib/db/generated/client.ts",
  stamp: "lib/db/generated/.sources",
  make: (root) =>
    runOrFail(
      "The database client could not be generated from prisma/schema.",
      process.execPath,
      ["node_modules/prisma/build/index.js", "generate"],
      { cwd: root, env: { ...process.env, ...PRISMA_ENV } },
    ),
};

/** @type {Product} */
export const consoleBuild = {
  title: "Building the console",
  waitsFor: "next build, a minute or two",
  sources: [
    ...["app", "components", "lib", "sdk", "public", "prisma/schema", "types"],
    ...["next.config.js", "postcss.config.mjs", "tsconfig.json", "package-lock.json"],
    ...["proxy.ts", "instrumentation.ts", "instrumentation-client.ts"],
  ],
  result: ".next/BUILD_ID",
  stamp: ".next/.sources",
  make: (root) =>
    runOrFail(
      "The console could not be built; what next build said last is below.",
      process.execPath,
      ["node_modules/next/dist/bin/next", "build"],
      { cwd: root, env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } },
    ),
};

/** @param {string} root @param {Product} product */
export function isCurrent(root, product) {
  const stamp = path.join(root, product.stamp);
  if (!existsSync(path.join(root, product.result)) || !existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === digestTree(root, product.sources);
}

/**
 * makeCurrent makes a product again when its sources have changed since.
 * @param {string} root @param {Product} product @param {import("./progress.mjs").Progress} progress
 */
export async function makeCurrent(root, product, progress) {
  if (isCurrent(root, product)) return;
  const stamp = path.join(root, product.stamp);
  rmSync(stamp, { force: true });
  await progress.step(product.title, product.waitsFor, async () => {
    const digest = digestTree(root, product.sources);
    await product.make(root);
    mkdirSync(path.dirname(stamp), { recursive: true });
    writeFileSync(stamp, digest);
  });
}
