import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Readonly<Counts>} */
export const NONE = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * describeCounts is the last line of a run: `N passed, N failed`, and what was skipped when anything was.
 * @param {Counts} counts
 */
export function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * countVitest reads vitest's JSON report. A file that could not even be loaded counts as one failure.
 * @param {string} file
 * @returns {Counts}
 */
export function countVitest(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  /** @type {Counts} */
  let counts = { ...NONE };
  for (const { status, assertionResults } of report.testResults) {
    const statuses = assertionResults.map((/** @type {{ status: string }} */ result) => result.status);
    const passed = statuses.filter((/** @type {string} */ each) => each === "passed").length;
    const failed = statuses.filter((/** @type {string} */ each) => each === "failed").length;
    const isBroken = status === "failed" && failed === 0;
    counts = addCounts(counts, {
      ...{ passed, failed: failed + (isBroken ? 1 : 0) },
      skipped: statuses.length - passed - failed,
    });
  }
  return counts;
}

/**
 * countPlaywright reads Playwright's JSON report; errors outside of tests count as failures.
 * @param {string} file
 * @returns {Counts}
 */
export function countPlaywright(file) {
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8"));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (errors?.length ?? 0),
    skipped: stats.skipped,
  };
}

/**
 * judgeStage makes one result of a stage's report and its exit code: a stage that fails without a failing test, or
 * that ran no test at all, is one failure.
 * @param {number} code @param {Counts} counts
 * @returns {Counts}
 */
export function judgeStage(code, counts) {
  const isSilent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return isSilent ? { ...counts, failed: 1 } : counts;
}
