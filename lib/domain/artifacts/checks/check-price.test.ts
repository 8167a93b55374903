import { expect, it } from "vitest";
import { judge } from "../judge.ts";
import { model } from "../model.ts";

const files = (data: object) => [{ path: "x@1.md", text: "---\nmodel: x\n---\nGrade it.", data }];
const codesOf = (price: unknown) => [
  judge.check(files({ model: "grader-2026-01-01", price })).map(({ code }) => code),
  model.check(files({ provider: "own", model: "small-2026-01-01", price })).map(({ code }) => code),
];

it.each([
  { name: "both sides", price: { inputUsdPerMillionTokens: 0.1, outputUsdPerMillionTokens: 0 }, count: 0 },
  { name: "no price", price: undefined, count: 0 },
  { name: "one side", price: { inputUsdPerMillionTokens: 0.1 }, count: 1 },
  {
    name: "less than nothing",
    price: { inputUsdPerMillionTokens: -1, outputUsdPerMillionTokens: 1 },
    count: 1,
  },
  { name: "one number", price: 3, count: 1 },
])("the price of a judge and of a model is checked in one way: $name", ({ price, count }) => {
  const bad = Array.from({ length: count }, () => "bad_price");
  expect(codesOf(price)).toEqual([bad, bad]);
});
