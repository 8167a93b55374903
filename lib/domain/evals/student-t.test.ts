import { expect, test } from "vitest";
import { NORMAL_975, tQuantile975 } from "./student-t.ts";

/** Two-sided 95 % points as every textbook prints them (e.g. NIST/SEMATECH e-Handbook, 1.3.6.7.2). */
test.each([
  [1, 12.7062],
  [2, 4.3027],
  [3, 3.1824],
  [4, 2.7764],
  [5, 2.5706],
  [6, 2.4469],
  [7, 2.3646],
  [8, 2.306],
  [9, 2.2622],
  [10, 2.2281],
  [15, 2.1314],
  [19, 2.093],
  [20, 2.086],
  [29, 2.0452],
  [30, 2.0423],
  [60, 2.0003],
  [120, 1.9799],
])("with %i degrees of freedom the 0.975 quantile is %f", (degrees, printed) => {
  expect(tQuantile975(degrees)).toBeCloseTo(printed, 4);
});

test("it falls towards the normal quantile as the degrees grow", () => {
  const values = [3, 4, 10, 100, 1_000, 9_999, 100_000].map(tQuantile975);
  expect([...values].sort((a, b) => b - a)).toEqual(values);
  expect(tQuantile975(1_000_000)).toBeCloseTo(NORMAL_975, 5);
});

test("without a degree of freedom nothing is excluded", () => {
  expect(tQuantile975(0)).toBe(Number.POSITIVE_INFINITY);
});
