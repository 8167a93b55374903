import { describe, expect, it } from "vitest";
import { formatNumber, formatShareBp, formatSigned } from "@/components/ui/format-number.ts";
import { formatDuration, formatRelative, formatUtc, toDate } from "@/components/ui/format-time.ts";

const t0 = new Date("2026-04-10T14:40:05Z");

describe("times", () => {
  it("are absolute in UTC and say so", () => {
    expect(formatUtc(t0)).toBe("10 Apr 2026, 14:40 UTC");
    expect(formatUtc(t0, { hasSeconds: true })).toBe("10 Apr 2026, 14:40:05 UTC");
  });

  it.each([
    ["under five seconds", 4_000, "just now"],
    ["seconds", 12_000, "12 s ago"],
    ["just under a minute and a half", 89_000, "89 s ago"],
    ["minutes", 38 * 60_000, "38 min ago"],
    ["hours", 5 * 3_600_000, "5 h ago"],
    ["up to two days in hours", 47 * 3_600_000, "47 h ago"],
    ["days", 72 * 3_600_000, "3 d ago"],
    ["the future", -5 * 60_000, "in 5 min"],
  ])("are relative in one unit: %s", (_, distanceMs, words) => {
    expect(formatRelative(new Date(t0.getTime() - distanceMs), t0)).toBe(words);
  });

  it("never show a negative duration and refuse what is no time", () => {
    expect(formatDuration(-1)).toBe("0 s");
    expect(toDate("yesterday")).toBeNull();
  });
});

describe("numbers", () => {
  it.each([
    [1204, 0, "1,204"],
    [-0.03, 2, "\u22120.03"],
    [-0.001, 2, "0.00"],
  ])("%d with %d digits is %s", (value, digits, text) => expect(formatNumber(value, digits)).toBe(text));

  it.each([
    [27.4, 1, "+27.4"],
    [0, 1, "0.0"],
    [-0.31, 2, "\u22120.31"],
  ])("as a difference %d with %d digits is %s", (value, digits, text) =>
    expect(formatSigned(value, digits)).toBe(text),
  );

  it.each([
    [1250, "12.5\u00a0%"],
    [500, "5\u00a0%"],
    [1, "0.01\u00a0%"],
  ])("%d basis points read %s", (bp, text) => expect(formatShareBp(bp)).toBe(text));
});
