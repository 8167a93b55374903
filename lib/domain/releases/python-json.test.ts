import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCodePoints, pythonJson } from "./python-json.ts";

/** Expected texts were written by CPython: `json.dumps(value, sort_keys=True)`. */
const WRITTEN_BY_PYTHON: [string, Record<string, string>, string][] = [
  ["nothing", {}, "{}"],
  ["separators", { b: "2", a: "1" }, '{"a": "1", "b": "2"}'],
  ["umlauts", { ö: "ü" }, '{"\\u00f6": "\\u00fc"}'],
  ["short escapes", { k: '"\\\n\r\t\b\f/' }, '{"k": "\\"\\\\\\n\\r\\t\\b\\f/"}'],
  ["control characters and DEL", { k: "\u0000\u001f\u007f" }, '{"k": "\\u0000\\u001f\\u007f"}'],
  ["a character beyond the BMP", { k: "😀" }, '{"k": "\\ud83d\\ude00"}'],
  [
    "keys above and below the surrogates",
    { "😀": "a", "\uff5e": "b" },
    '{"\\uff5e": "b", "\\ud83d\\ude00": "a"}',
  ],
  ["upper case before lower case", { a: "1", B: "2" }, '{"B": "2", "a": "1"}'],
  ["a prefix before what it begins", { ab: "1", a: "2" }, '{"a": "2", "ab": "1"}'],
  ["composed and decomposed names", { "e\u0301": "1", "\u00e9": "2" }, '{"e\\u0301": "1", "\\u00e9": "2"}'],
];

describe("pythonJson", () => {
  it.each(WRITTEN_BY_PYTHON)("writes %s as Python does", (_name, value, text) => {
    expect(pythonJson(value)).toBe(text);
  });

  it("writes ASCII that JSON reads back unchanged", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), (value) => {
        const text = pythonJson(value);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        expect(Object.entries(JSON.parse(text)).sort()).toEqual(Object.entries(value).sort());
      }),
    );
  });
});

describe("compareCodePoints", () => {
  it("orders as the UTF-32 numbers of the characters do", () => {
    const units = (text: string) =>
      [...text].map((char) => (char.codePointAt(0) ?? 0).toString(16).padStart(6, "0"));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (left, right) => {
        const [a, b] = [units(left).join(""), units(right).join("")];
        expect(Math.sign(compareCodePoints(left, right))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});
