#!/usr/bin/env node
/**
 * `npm run test:breakages`: applies each one-line breakage of scripts/breakages/ to a copy of HEAD and asks that the
 * test it names turns red. Names or parts of file names may follow, to try only those.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseBreakage, proveBreakage } from "./lib/breakage.mjs";
import { describeCounts } from "./lib/counts.mjs";
import { makeCurrent, prismaClient } from "./lib/generated.mjs";
import { install, needsInstall } from "./lib/install.mjs";
import { createLifecycle } from "./lib/lifecycle.mjs";
import { createProgress } from "./lib/progress.mjs";
import { runOrFail } from "./lib/run.mjs";
import { startTestServer } from "./lib/test-server.mjs";

const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "tupelo-breakages-"));
const tree = path.join(folder, "tree");
const progress = createProgress(process.stdout);

const git = (/** @type {string[]} */ ...args) =>
  runOrFail(`git ${args[0]} failed.`, "git", args, { cwd: root });
let stopServer = async () => {};
const cleanUp = async () => {
  await stopServer();
  rmSync(folder, { recursive: true, force: true });
  await git("worktree", "prune");
};
const lifecycle = createLifecycle({ progress, cleanUp, signalCode: 1 });

function readBreakages() {
  const wanted = process.argv.slice(2);
  const source = path.join(tree, "scripts/breakages");
  const files = readdirSync(source).filter((file) => file.endsWith(".json"));
  const chosen = files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
  return chosen.sort().map((file) => parseBreakage(readFileSync(path.join(source, file), "utf8"), file));
}

async function main() {
  if (needsInstall(root)) await progress.step("Installing the dependencies", "npm ci", () => install(root));
  await makeCurrent(root, prismaClient, progress);
  await git("worktree", "add", "--detach", tree, "HEAD");
  for (const shared of ["node_modules", "lib/db/generated"])
    symlinkSync(path.join(root, shared), path.join(tree, shared));
  const breakages = readBreakages();
  const needsServer = breakages.some(({ test }) => /\.(db|slow)\.test\./.test(test.file));
  const server = needsServer ? await startTestServer(root) : null;
  stopServer = server?.stop ?? stopServer;
  const env = { ...process.env, ...(server === null ? {} : { TEST_DATABASE_URL: server.url }) };
  let failed = 0;
  for (const breakage of breakages) {
    const problem = await proveBreakage(tree, breakage, env).catch((error) => String(error.message));
    if (problem !== null) failed += 1;
    console.log(
      `${problem === null ? "noticed    " : "NOT NOTICED"}  ${breakage.name}${problem === null ? "" : `: ${problem}`}`,
    );
  }
  await cleanUp();
  const counts = {
    passed: breakages.length - failed,
    failed: breakages.length === 0 ? 1 : failed,
    skipped: 0,
  };
  console.log(describeCounts(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  await lifecycle.fail(error);
}
