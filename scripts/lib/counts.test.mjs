import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { countPlaywright, countVitest, describeCounts, judgeStage } from "./counts.mjs";

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tupelo-counts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {unknown} content */
function report(content) {
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("the last line of npm test", () => {
  test("names what was skipped only when something was", () => {
    expect(describeCounts({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
    expect(describeCounts({ passed: 12, failed: 1, skipped: 3 })).toBe("12 passed, 1 failed, 3 skipped");
  });

  test("a test file that could not be loaded is one failure", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      {
        status: "failed",
        assertionResults: [{ status: "failed" }, { status: "passed" }, { status: "pending" }],
      },
    ];
    expect(countVitest(report({ testResults }))).toEqual({ passed: 1, failed: 2, skipped: 1 });
  });

  test("an error outside of any journey is a failure", () => {
    const content = {
      stats: { expected: 3, flaky: 1, unexpected: 0, skipped: 0 },
      errors: [{ message: "no browser" }],
    };
    expect(countPlaywright(report(content))).toEqual({ passed: 4, failed: 1, skipped: 0 });
  });

  test.each([
    ["no test ran", 0, { passed: 0, failed: 0, skipped: 0 }, 1],
    ["all were skipped", 0, { passed: 0, failed: 0, skipped: 4 }, 1],
    ["it failed without a failing test", 1, { passed: 9, failed: 0, skipped: 0 }, 1],
    ["two tests failed", 1, { passed: 9, failed: 2, skipped: 0 }, 2],
    ["everything passed", 0, { passed: 9, failed: 0, skipped: 0 }, 0],
  ])("a stage is judged: %s", (_name, code, counts, failed) => {
    expect(judgeStage(code, counts).failed).toBe(failed);
  });
});
