import { describe, expect, test } from "vitest";
import { pairedDifference, passRateDifference, relativeChange, wilsonInterval } from "./paired-interval.ts";

describe("passRateDifference", () => {
  const tableOf = (both: number, onlyCandidate: number, onlyControl: number, neither: number) => ({
    ...{ both, onlyCandidate, onlyControl, neither },
  });

  /** Limits worked out apart from this program, by the formula of Newcombe 1998. */
  test.each([
    ["few pairs, most of them discordant", tableOf(1, 1, 7, 12), -0.285714, -0.50692, -0.025559],
    ["pairs that agree more than by chance", tableOf(14, 5, 0, 22), 0.121951, 0.011483, 0.226493],
    ["pairs that agree less than by chance", tableOf(3, 6, 6, 3), 0, -0.342422, 0.342422],
    ["all pass on both sides", tableOf(10, 0, 0, 0), 0, -0.277533, 0.277533],
  ])("%s", (_name, table, difference, low, high) => {
    const answer = passRateDifference(table);
    expect(answer?.difference).toBeCloseTo(difference, 5);
    expect(answer?.interval?.low).toBeCloseTo(low, 5);
    expect(answer?.interval?.high).toBeCloseTo(high, 5);
  });

  test("no pair, no difference", () => {
    expect(passRateDifference(tableOf(0, 0, 0, 0))).toBeNull();
  });
});

test.each([
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [35, 50, 0.5625, 0.809],
])("Wilson's interval of %i of %i is %f to %f", (count, n, low, high) => {
  const interval = wilsonInterval(count, n);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test("equal differences on few pairs have no interval, on six they have", () => {
  const pairs = (count: number) => Array.from({ length: count }, () => ({ control: 0.1, candidate: 0.3 }));
  expect(pairedDifference(pairs(5))).toMatchObject({ difference: 0.2, interval: null });
  expect(pairedDifference(pairs(6))).toMatchObject({ difference: 0.2, interval: { low: 0.2, high: 0.2 } });
});

test("a relative change needs a base above 0, and twice as much of each is certain", () => {
  expect(relativeChange([{ control: 0, candidate: 5 }])).toBeNull();
  expect(relativeChange([])).toBeNull();
  const doubled = [100, 250, 400, 80, 90, 60].map((control) => ({ control, candidate: 2 * control }));
  expect(relativeChange(doubled)).toEqual({ change: 1, interval: { low: 1, high: 1 } });
});
