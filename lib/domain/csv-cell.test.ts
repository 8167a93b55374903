import fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell } from "./csv-cell.ts";

test.each([
  ["=HYPERLINK(1)", `"'=HYPERLINK(1)"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM", `"'@SUM"`],
  ["\tcmd", `"'\tcmd"`],
  ["\rcmd", `"'\rcmd"`],
  ["\n=cmd", `"'\n=cmd"`],
  ["\uff1dcmd", `"'\uff1dcmd"`],
  ["\uff20cmd", `"'\uff20cmd"`],
  ['say "a, b"', '"say ""a, b"""'],
  ["plain", "plain"],
  [null, ""],
  [-0.5, "-0.5"],
  [true, "true"],
])("row 53: %j becomes %j", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test("row 53: no text whatever begins a formula, or ends its own cell", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n,\"'a;\uff1d") }), (text) => {
      const cell = csvCell(text);
      const shown = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(shown).not.toMatch(/^[=+\-@\t\r\n\uff1d]/);
      expect(shown.replace(/^'(?=[=+\-@\t\r\n\uff1d])/, "")).toBe(
        text.replace(/^'(?=[=+\-@\t\r\n\uff1d])/, ""),
      );
      if (cell === shown) expect(cell).not.toMatch(/[",\r\n]/);
    }),
  );
});
