import { expect, it } from "vitest";
import { structType, typeOfRegistryName, typeOfTagText } from "./value-type.ts";

it.each([
  ["INT64", "Int64"],
  ["FLOAT", "Float32"],
  ["DOUBLE", "Float64"],
  ["UNIX_TIMESTAMP", "UnixTimestamp"],
  ["FLOAT_LIST", "Array(Float32)"],
  ["UNIX_TIMESTAMP_LIST", "Array(UnixTimestamp)"],
  ["STRING_SET", "Set(String)"],
  ["INVALID", null],
  ["LIST", null],
  ["constructor", null],
])("a registry's %s is %s", (name, type) => expect(typeOfRegistryName(name)).toBe(type));

it.each([
  ["Array(Set(FLOAT32))", "Array(Set(Float32))"],
  ['{"b": "FLOAT64", "a": "Array(STRING)"}', "Struct({a: Array(String), b: Float64})"],
  ['{"a": "{\\"__struct__\\": {\\"b\\": \\"INT64\\"}}"}', "Struct({a: Struct({b: Int64})})"],
  ["{", null],
  ['{"a": 1}', null],
  ["Array(TENSOR)", null],
  ["Array(".repeat(100) + ")".repeat(100), null],
])("the text %s in a field's tags is %s", (text, type) => {
  const parse = (json: string): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      return undefined;
    }
  };
  expect(typeOfTagText(text, parse)).toBe(type);
});

it("a record has the same words whatever the order of its fields", () => {
  const fields = [["a", "Int64"] as const, ["b", "String"] as const];
  expect(structType(fields)).toBe(structType(fields.toReversed()));
});
