import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { countPlaywright, countVitest, judgeStage, NONE } from "./counts.mjs";
import { lastLines, runCommand } from "./run.mjs";

/**
 * One stage of `npm test`. `count` reads what it counted from its report; without one the stage is one test.
 * @typedef {{ name: string, args: string[], timeoutMs: number, env?: NodeJS.ProcessEnv,
 *   report?: { file: string, count: (file: string) => import("./counts.mjs").Counts } }} Stage
 */

const MINUTE_MS = 60_000;
const VITEST = "node_modules/vitest/vitest.mjs";

/** @param {string} reports an existing folder @param {NodeJS.ProcessEnv} env */
export function unitStage(reports, env) {
  const file = path.join(reports, "unit.json");
  const args = [
    VITEST,
    "run",
    "--project",
    "unit",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${file}`,
  ];
  return { name: "unit", args, env, timeoutMs: 8 * MINUTE_MS, report: { file, count: countVitest } };
}

/**
 * allStages lists everything that `npm test` runs, cheapest first.
 * @param {string} reports an existing folder @param {NodeJS.ProcessEnv} env with TEST_DATABASE_URL and CHROMIUM_PATH
 * @returns {Stage[]}
 */
export function allStages(reports, env) {
  const integration = path.join(reports, "integration.json");
  const journeys = path.join(reports, "journeys.json");
  const json = ["--reporter=default", "--reporter=json", `--outputFile=${integration}`];
  return [
    { name: "lint", args: ["node_modules/@biomejs/biome/bin/biome", "ci", "."], timeoutMs: 3 * MINUTE_MS },
    { name: "types", args: ["scripts/check-types.mjs"], timeoutMs: 8 * MINUTE_MS },
    { name: "boundaries", args: ["scripts/check-boundaries.mjs"], timeoutMs: 3 * MINUTE_MS },
    unitStage(reports, env),
    {
      ...{
        name: "integration",
        env,
        timeoutMs: 50 * MINUTE_MS,
        report: { file: integration, count: countVitest },
      },
      args: [VITEST, "run", "--project", "integration", "--maxWorkers=2", ...json],
    },
    {
      ...{ name: "build", args: ["scripts/build.mjs"], timeoutMs: 8 * MINUTE_MS },
    },
    {
      ...{ name: "journeys", timeoutMs: 40 * MINUTE_MS, report: { file: journeys, count: countPlaywright } },
      args: ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: journeys },
    },
  ];
}

/**
 * faultStage runs what breaks things on purpose (`*.faults.slow.test.ts`), as often as the documentation promises;
 * `npm test` runs the same with small counts.
 * @param {string} reports an existing folder @param {NodeJS.ProcessEnv} env with TEST_DATABASE_URL
 * @returns {Stage}
 */
export function faultStage(reports, env) {
  const file = path.join(reports, "faults.json");
  const json = ["--reporter=default", "--reporter=json", `--outputFile=${file}`];
  return {
    ...{ name: "faults", timeoutMs: 300 * MINUTE_MS, report: { file, count: countVitest } },
    env: { ...env, TUPELO_FAULTS: "full" },
    args: [VITEST, "run", "--project", "integration", "--maxWorkers=2", ".faults.", ...json],
  };
}

/**
 * runStage runs one stage to its end and shows its output when it failed.
 * @param {string} root @param {Stage} stage
 */
export async function runStage(root, { name, args, timeoutMs, env, report }) {
  const startedAt = Date.now();
  const { code, output } = await runCommand(process.execPath, args, {
    cwd: root,
    env: env ?? process.env,
    timeoutMs,
  });
  const counted = report === undefined ? { ...NONE, passed: code === 0 ? 1 : 0 } : readCounts(report);
  const counts = judgeStage(code, counted);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (counts.failed > 0) {
    console.log(
      `\n--- ${name}: ${code === 124 ? `not done after ${timeoutMs / MINUTE_MS} minutes` : "failed"} ---`,
    );
    console.log(`${lastLines(output, 400)}\n--- end of ${name} ---\n`);
  }
  console.log(
    `  ${name.padEnd(12)} ${seconds.padStart(6)} s   ${counts.passed} passed, ${counts.failed} failed`,
  );
  return counts;
}

/** @param {{ file: string, count: (file: string) => import("./counts.mjs").Counts }} report */
function readCounts({ file, count }) {
  try {
    return existsSync(file) && readFileSync(file).length > 0 ? count(file) : { ...NONE };
  } catch {
    return { ...NONE };
  }
}
