import { describe, expect, it } from "vitest";
import { resultWords } from "@/components/comparison/result-words.ts";

describe("resultWords", () => {
  it.each([
    ["a case that no longer passes", 1, 0, false, "pass → fail"],
    ["repeats that differ", 2 / 3, 1, false, "67 % → pass"],
    ["a flaky case", 0, 1, true, "fail → pass, flaky"],
  ])("says %s", (_name, control, candidate, isFlaky, words) => {
    const row = { control: { passShare: control }, candidate: { passShare: candidate }, isFlaky };
    expect(resultWords(row)).toBe(words);
  });
});
