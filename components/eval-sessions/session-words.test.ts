import { expect, it } from "vitest";
import { budgetOf } from "./session-words.ts";

it.each([
  { name: "nothing is no limit", text: " ", budgetUsd: null },
  { name: "cents", text: " 0.25 ", budgetUsd: 0.25 },
  { name: "the most", text: "100000", budgetUsd: 100_000 },
])("a budget: $name", ({ text, budgetUsd }) => {
  expect(budgetOf(text)).toEqual({ budgetUsd });
});

it.each(["0", "-1", "two", "1,5", "100001", "Infinity"])("refuses the budget %s with a sentence", (text) => {
  expect(budgetOf(text)).toEqual({ problem: expect.stringContaining("US dollars") });
});
