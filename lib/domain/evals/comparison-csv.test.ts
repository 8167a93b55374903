import { expect, test } from "vitest";
import { comparisonCsv } from "./comparison-csv.ts";

const side = {
  score: 0.5,
  passShare: 1,
  repeats: 1,
  errorCount: 0,
  totalTokens: 9,
  latencyMs: null,
  costUsd: null,
};
const rowOf = (caseId: string) => ({
  ...{ caseId, tags: ["a", "b"], difference: -0.5, isFlaky: false },
  ...{ control: side, candidate: { ...side, score: 0 } },
});

test("one line for each pair; what was not measured is empty", () => {
  const [header, line, rest] = comparisonCsv([rowOf("c1")]).split("\r\n");
  expect(header?.split(",")).toHaveLength(14);
  expect(line).toBe("c1,-0.5,0.5,0,1,1,9,9,,,,,no,a b");
  expect(rest).toBe("");
});

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\tcmd", `"'\tcmd"`],
  ["-1+1", `"'-1+1"`],
  ["a,b", '"a,b"'],
  ["two\nlines", '"two\nlines"'],
])("row 53: a case named %j cannot become a formula or another cell", (caseId, cell) => {
  expect(comparisonCsv([rowOf(caseId)]).split("\r\n")[1]).toBe(`${cell},-0.5,0.5,0,1,1,9,9,,,,,no,a b`);
});
