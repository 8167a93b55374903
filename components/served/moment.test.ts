import { describe, expect, it } from "vitest";
import { endAround, momentField, momentText, parseMoment, spanAround } from "@/components/served/moment.ts";

const NOON = new Date("2026-11-28T12:00:00Z");

describe("a moment", () => {
  it.each([
    ["as a browser's field has it", "2026-11-28T14:05", "2026-11-28T14:05:00.000Z"],
    ["as an address has it", "2026-11-28T14:05Z", "2026-11-28T14:05:00.000Z"],
    ["with seconds", "2026-11-28T14:05:09Z", "2026-11-28T14:05:09.000Z"],
    ["with thousandths", "2026-11-28T14:05:09.123Z", "2026-11-28T14:05:09.123Z"],
  ])("%s is read in UTC, wherever the browser is", (_, text, expected) => {
    expect(parseMoment(text)?.toISOString()).toBe(expected);
  });

  it.each([
    ["nothing", ""],
    ["a day that does not exist", "2026-13-45T14:05Z"],
    ["a year that is still being typed", "0020-11-28T14:05"],
    ["another zone", "2026-11-28T14:05+02:00"],
    ["a day alone", "2026-11-28"],
    ["words", "yesterday"],
  ])("is none for %s", (_, text) => {
    expect(parseMoment(text)).toBeNull();
  });

  it.each(["2026-11-28T14:05Z", "2026-11-28T14:05:09Z", "2026-11-28T14:05:09.120Z"])(
    "%s comes back from the address as it went there",
    (text) => {
      const moment = parseMoment(text);
      expect(moment && momentText(moment)).toBe(text);
    },
  );

  it("stands in the field to the minute", () => {
    expect(momentField(new Date("2026-11-28T14:05:09Z"))).toBe("2026-11-28T14:05");
  });

  it("is in the middle of its time, which ends now where that would lie ahead", () => {
    const later = new Date("2026-12-24T00:00:00Z");
    expect(endAround(NOON, "24h", later)?.toISOString()).toBe("2026-11-29T00:00:00.000Z");
    expect(endAround(NOON, "7d", later)?.toISOString()).toBe("2026-12-02T00:00:00.000Z");
    expect(endAround(NOON, "24h", NOON)).toBeNull();
    expect(endAround(NOON, "24h", new Date("2026-11-28T23:59:00Z"))).toBeNull();
  });

  it.each([
    ["in its middle", "2026-11-29T00:00:00Z", "11:00", "13:00"],
    ["at its end, where the series ends then", "2026-11-28T12:00:00Z", "10:00", "12:00"],
    ["near its end, where the series ends soon after", "2026-11-28T12:20:00Z", "10:20", "12:20"],
  ])("of two hours has the moment %s", (_, seriesEnd, from, to) => {
    const toMs = Date.parse(seriesEnd);
    const series = { fromMs: toMs - 86_400_000, toMs };
    const shown = spanAround(NOON, "2h", series);
    expect([shown.fromMs, shown.toMs].map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual([
      from,
      to,
    ]);
    expect(spanAround(NOON, "24h", series)).toEqual(series);
  });
});
