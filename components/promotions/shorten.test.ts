import { describe, expect, it } from "vitest";
import { shorten, stepFrom } from "@/components/promotions/shorten.ts";

describe("shorten", () => {
  it.each([
    ["a short text", "abc", 5, { text: "abc", left: 0 }],
    ["a text of just that length", "abcde", 5, { text: "abcde", left: 0 }],
    ["a long text", "abcdefgh", 5, { text: "abcde", left: 3 }],
    ["a text of emoji", "😀😀😀", 2, { text: "😀😀", left: 1 }],
  ])("keeps the start of %s", (_name, text, most, shortened) => {
    expect(shorten(text, most)).toEqual(shortened);
  });
});

describe("stepFrom", () => {
  it.each([
    ["the first press opens the first row", -1, 1, 3, 0],
    ["j goes down", 0, 1, 3, 1],
    ["k goes up", 2, -1, 3, 1],
    ["the end holds", 2, 1, 3, 2],
    ["the start holds", 0, -1, 3, 0],
    ["an empty list has no row", -1, 1, 0, -1],
  ] as const)("%s", (_name, place, by, count, next) => {
    expect(stepFrom(place, by, count)).toBe(next);
  });
});
