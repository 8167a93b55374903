import { describe, expect, it } from "vitest";
import { splitChange } from "@/components/releases/split-change.ts";

describe("splitChange", () => {
  it.each([
    ["one name, two versions", "feature_view releases@4 → releases@5", ["feature_view releases ", "@4 → @5"]],
    ["two names", "model lora@1.9 → qlora@1.0", ["model ", "lora@1.9 → qlora@1.0"]],
    ["a name with an @", "prompt a@b@1 → a@b@2", ["prompt a@b ", "@1 → @2"]],
    ["an added part", "added prompt support@2.9", ["added prompt support@2.9", ""]],
  ])("tells what moved apart from what stays: %s", (_name, change, [lead, moved]) => {
    expect(splitChange(change)).toEqual({ lead, moved });
  });
});
