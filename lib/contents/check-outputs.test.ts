import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRecordedResponses } from "./check-outputs.ts";
import { countTokens, encodingOf } from "./count-tokens.ts";

const schema = JSON.stringify({
  type: "object",
  properties: { answer: { type: "string" }, hours: { type: "number" } },
  required: ["answer"],
});

describe("checkRecordedResponses", () => {
  it("counts what matches, and names the lines that do not", () => {
    const responses = [
      '{"answer":"a"}',
      "",
      '{"answer":1}',
      "{}",
      "not json",
      '{"output":"{\\"answer\\":\\"b\\"}"}',
    ];
    expect(checkRecordedResponses(schema, responses.join("\n"))).toEqual({
      checked: 5,
      failed: [
        { line: 3, message: "/answer must be string" },
        { line: 4, message: "must have required property 'answer'" },
        { line: 5, message: "The line is not JSON." },
      ],
      problem: null,
      isSchemaBroken: false,
    });
  });

  it.each([
    ["a schema that is not JSON", "{", '{"answer":"a"}', /not JSON/],
    ["a type that does not exist", '{"type":"text"}', "{}", /does not exist/],
    ["a reference to nowhere", '{"$ref":"https://example.org/x.json"}', "{}", /cannot be used/],
    ["no responses", schema, " \n", /no recorded responses/],
    ["a pattern", '{"properties":{"a":{"pattern":"(a+)+$"}}}', `{"a":"${"a".repeat(60)}!"}`, /uses pattern/],
    ["patterns of names", '{"patternProperties":{"(a+)+$":{}}}', "{}", /uses patternProperties/],
    ["a pattern in a list", '{"anyOf":[{"items":{"pattern":"x"}}]}', "{}", /uses pattern/],
    ["a pattern in a definition", '{"$defs":{"d":{"pattern":"x"}}}', "{}", /uses pattern/],
    ["too many responses", schema, "{}\n".repeat(10_001), /more than 10,000/],
  ])("checks nothing and says why: %s", (_name, text, responses, reason) => {
    const result = checkRecordedResponses(text, responses);
    expect(result).toMatchObject({ checked: 0, failed: [] });
    expect(result.problem).toMatch(reason);
  });

  it.each([
    ["a schema that its own schema refuses", '{"type":"object","minProperties":"two"}', /schema is invalid/],
    [
      "a part of another schema with the same id",
      '{"$ref":"https://one.example/a#/$defs/x"}',
      /cannot be used/,
    ],
  ])("says that the schema is broken: %s", (_name, text, reason) => {
    const one = '{"$id":"https://one.example/a","$defs":{"x":{"type":"string"}},"type":"object"}';
    expect(checkRecordedResponses(one, "{}")).toMatchObject({ checked: 1, problem: null });
    expect(checkRecordedResponses(one.replace("object", "array"), "[]")).toMatchObject({
      checked: 1,
      problem: null,
    });
    expect(checkRecordedResponses(text, "{}")).toMatchObject({
      ...{ checked: 0, isSchemaBroken: true },
      problem: expect.stringMatching(reason),
    });
  });

  it.each(["[".repeat(100), `${'{"a":'.repeat(70)}1${"}".repeat(70)}`, '{"answer":"a","answer":"b"}'])(
    "names a response that cannot be read, and does not throw: %s",
    (line) => {
      expect(checkRecordedResponses(schema, line)).toMatchObject({ checked: 1, failed: [{ line: 1 }] });
    },
  );

  it("takes a property named pattern, and one named output, for what they are", () => {
    const named = JSON.stringify({ properties: { pattern: { type: "string" }, output: { type: "string" } } });
    expect(checkRecordedResponses(named, '{"pattern":"x","output":"y"}')).toEqual({
      checked: 1,
      failed: [],
      problem: null,
      isSchemaBroken: false,
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        expect(checkRecordedResponses(JSON.stringify(value), text).checked).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("countTokens", () => {
  it.each([
    ["hello world", 2],
    ["", 0],
  ])("counts %j", (text, tokens) => expect(countTokens(text)).toBe(tokens));

  it("takes control tokens for text, and comes to an end on runs without a break", () => {
    expect(countTokens("<|endoftext|>")).toBeGreaterThan(1);
    expect(countTokens("a".repeat(100_000))).toBeGreaterThan(0);
    expect(countTokens("a".repeat(1_000_001))).toBeNull();
  });

  it.each([
    ["gpt-4o-2024-08-06", "o200k_base", false],
    ["openai/gpt-4-0613", "cl100k_base", false],
    ["gpt-3.5-turbo-0125", "cl100k_base", false],
    ["gpt-4.1-2025-04-14", "o200k_base", false],
    ["claude-sonnet-4-5-20250929", "o200k_base", true],
    ["lora", "o200k_base", true],
  ])("chooses the encoding of %s", (model, encoding, isEstimate) => {
    expect(encodingOf(model)).toMatchObject({ encoding, isEstimate });
  });
});
