import { expect, test } from "vitest";
import type { EvalCaseInput } from "../domain/gates/eval-case.ts";
import { CASES_CSV_HEADER, toCsvLine } from "./cases-csv.ts";

const item: EvalCaseInput = {
  ...{ caseId: "c1", repeat: 0, passed: true, score: 0.5, isError: false, isCached: false },
  ...{ totalTokens: null, inputTokens: null, outputTokens: null, latencyMs: -1, costUsd: null },
  ...{ input: null, output: null, reason: null, tags: [], metrics: {} },
};

test("one line for each case; what was not reported is empty", () => {
  expect(CASES_CSV_HEADER.split(",")).toHaveLength(16);
  expect(toCsvLine({ ...item, tags: ["a", "b"], metrics: { judge: 1 } })).toBe(
    'c1,0,true,0.5,false,,,,-1,,false,a|b,,,,"{""judge"":1}"\r\n',
  );
});

test("row 53: no text of a case becomes a formula", () => {
  const formula = '=HYPERLINK("http://x")';
  const texts = { caseId: formula, tags: [formula], input: formula, output: formula, reason: formula };
  const line = toCsvLine({ ...item, ...texts, metrics: { [formula]: 1 } });
  expect(line.split(`"'=HYPERLINK(""http://x"")"`)).toHaveLength(6);
  expect(line).not.toMatch(/(^|,)"?[=+@\t]/);
});
