import { describe, expect, it } from "vitest";
import { GATE_MARK_LOOKS } from "@/components/releases/gate-mark-words.ts";
import { GATE_MARKS } from "../../lib/domain/releases/gate-marks.ts";

describe("the looks of gate marks", () => {
  it("give every mark a word of its own", () => {
    expect(new Set(GATE_MARKS.map((mark) => GATE_MARK_LOOKS[mark].word)).size).toBe(GATE_MARKS.length);
  });

  it("colour failures only", () => {
    expect(GATE_MARKS.filter((mark) => GATE_MARK_LOOKS[mark].role !== "neutral")).toEqual(["failed"]);
  });

  it("give the check to what passed only", () => {
    expect(GATE_MARKS.filter((mark) => GATE_MARK_LOOKS[mark].glyph === "check")).toEqual(["passed"]);
  });
});
