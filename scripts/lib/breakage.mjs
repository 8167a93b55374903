import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { countVitest } from "./counts.mjs";
import { runCommand } from "./run.mjs";

/**
 * A one-line change that some test must notice. `find` occurs exactly once in `file`.
 * @typedef {{ name: string, file: string, find: string, replace: string, test: { file: string, name: string } }} Breakage
 */

/** @param {string} text @param {string} file @returns {Breakage} */
export function parseBreakage(text, file) {
  const { name, file: target, find, replace, test } = JSON.parse(text);
  for (const value of [name, target, find, replace, test?.file, test?.name]) {
    if (typeof value !== "string" || value === "") {
      throw new Error(`${file} lacks one of name, file, find, replace, test.file, test.name.`);
    }
  }
  return { name, file: target, find, replace, test: { file: test.file, name: test.name } };
}

/**
 * breakText replaces the one place; it refuses a place that is missing or not the only one.
 * @param {string} text @param {Breakage} breakage
 */
export function breakText(text, { file, find, replace }) {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`"${find}" occurs ${places} times in ${file}, not once.`);
  return text.replace(find, () => replace);
}

/**
 * proveBreakage runs the named test as the code is and as it would be broken; it is noticed when the first run passes
 * and the second fails. Returns null, or why it is not proved.
 * @param {string} tree a work tree that may be changed @param {Breakage} breakage @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | null>}
 */
export async function proveBreakage(tree, breakage, env) {
  const target = path.join(tree, breakage.file);
  const original = readFileSync(target, "utf8");
  const broken = breakText(original, breakage);
  const whole = await runTest(tree, breakage.test, env);
  if (whole.passed === 0) return `no test "${breakage.test.name}" ran in ${breakage.test.file}`;
  if (whole.failed > 0) return "the test fails without the breakage";
  try {
    writeFileSync(target, broken);
    const { failed } = await runTest(tree, breakage.test, env);
    return failed > 0 ? null : "the test did not notice";
  } finally {
    writeFileSync(target, original);
  }
}

/** @param {string} tree @param {Breakage["test"]} test @param {NodeJS.ProcessEnv} env */
async function runTest(tree, test, env) {
  const report = path.join(tree, ".breakage-report.json");
  writeFileSync(report, `{"testResults":[]}`);
  const name = test.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const args = ["node_modules/vitest/vitest.mjs", "run", test.file, "-t", name, "--reporter=json"];
  await runCommand(process.execPath, [...args, `--outputFile=${report}`], {
    cwd: tree,
    env,
    timeoutMs: 180_000,
  });
  return countVitest(report);
}
