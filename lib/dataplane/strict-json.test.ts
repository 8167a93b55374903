import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isForbiddenKey, isStorableText, parseStrictJson } from "./strict-json.ts";

const LIMITS = { maxDepth: 32, maxKeys: 10_000 };
const problemOf = (text: string, limits = LIMITS) => {
  const parsed = parseStrictJson(text, limits);
  return parsed.ok ? null : parsed.problem;
};

function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => isForbiddenKey(key) || hasForbiddenKey(inner));
}

describe("parseStrictJson", () => {
  it("parses every JSON document without forbidden keys as JSON.parse does", () => {
    const document = fc.jsonValue({ maxDepth: 6 }).filter((value) => !hasForbiddenKey(value));
    fc.assert(
      fc.property(document, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = parseStrictJson(text, LIMITS);
        expect(parsed.ok && JSON.stringify(parsed.value)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it.each([
    { name: "depth 33", text: `${"[".repeat(33)}${"]".repeat(33)}`, problem: "too-deep" },
    { name: "depth 32", text: `${"[".repeat(32)}${"]".repeat(32)}`, problem: null },
    { name: "a key twice", text: '{"a":1,"a":2}', problem: "duplicate-key" },
    { name: "a key twice, once escaped", text: '{"a":1,"\\u0061":2}', problem: "duplicate-key" },
    { name: "the same key in two objects", text: '[{"a":1},{"a":2}]', problem: null },
    { name: "a value that looks like a key", text: '{"a":"a","b":"a"}', problem: null },
    { name: "braces and quotes inside of a text", text: '{"a":"}\\"{[","b":1}', problem: null },
    { name: "a prototype key", text: '{"x":{"constructor":1}}', problem: "forbidden-key" },
    { name: "a text that is not closed", text: '{"a', problem: "malformed-json" },
    { name: "nothing", text: "", problem: "malformed-json" },
  ])("answers $problem for $name", ({ text, problem }) => {
    expect(problemOf(text)).toBe(problem);
  });

  it("refuses 100,000 keys and a depth of 100,000 at its best of ten within a tenth of a second", () => {
    const keys = JSON.stringify(
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 0])),
    );
    const elapsedMs = Array.from({ length: 10 }, () => {
      const startedAt = performance.now();
      expect(problemOf(keys)).toBe("too-many-keys");
      expect(problemOf("[".repeat(100_000))).toBe("too-deep");
      return performance.now() - startedAt;
    });
    expect(Math.min(...elapsedMs)).toBeLessThan(100);
  });
});

it.each([
  ["a.__proto__.b", true],
  ["prototype", true],
  ["constructor.prototype", true],
  ["gen_ai.prototypes", false],
  ["__proto", false],
])("isForbiddenKey(%s) is %s", (key, expected) => {
  expect(isForbiddenKey(key)).toBe(expected);
});

it.each([
  ["plain", true],
  ["emoji \u{1f600}", true],
  ["a\0b", false],
  ["\ud800", false],
  ["\udc00\ud800", false],
])("isStorableText(%j) is %s", (text, expected) => {
  expect(isStorableText(text)).toBe(expected);
});
