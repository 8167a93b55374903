import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeSlices } from "./time-slices.ts";

const NOON = new Date("2026-04-10T12:00:00Z");
const minutesBefore = (minutes: number) => new Date(NOON.getTime() - minutes * 60_000);

describe("a time is looked through", () => {
  it("a minute first, then ever longer, to its beginning", () => {
    expect(timeSlices(minutesBefore(30), NOON)).toEqual([
      { from: minutesBefore(1), until: NOON },
      { from: minutesBefore(5), until: minutesBefore(1) },
      { from: minutesBefore(21), until: minutesBefore(5) },
      { from: minutesBefore(30), until: minutesBefore(21) },
    ]);
  });

  it("not at all where it is empty", () => {
    expect(timeSlices(NOON, NOON)).toEqual([]);
  });

  it("without a gap and without an overlap, in a few slices, however long it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 * 86_400_000 }), (lengthMs) => {
        const from = new Date(NOON.getTime() - lengthMs);
        const slices = timeSlices(from, NOON);
        expect(slices[0]?.until).toEqual(NOON);
        expect(slices.at(-1)?.from).toEqual(from);
        for (const [index, slice] of slices.slice(1).entries())
          expect(slice.until).toEqual(slices[index]?.from);
        expect(slices.length).toBeLessThan(10);
      }),
    );
  });
});
