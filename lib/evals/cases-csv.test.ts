import { expect, test } from "vitest";
import { csvCell } from "./cases-csv.ts";

test.each([
  ["=HYPERLINK(1)", `"'=HYPERLINK(1)"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM", `"'@SUM"`],
  ["\tcmd", `"'\tcmd"`],
  ["\rcmd", `"'\rcmd"`],
  ['say "a, b"', '"say ""a, b"""'],
  ["plain", "plain"],
  [null, ""],
  [-0.5, "-0.5"],
])("%j becomes %j", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
