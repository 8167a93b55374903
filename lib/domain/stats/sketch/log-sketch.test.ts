import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addToSketch,
  clearSketch,
  countOfSketch,
  createSketch,
  type LogSketch,
  mergeSketch,
} from "./log-sketch.ts";
import { mergePacked, packSketch } from "./pack-sketch.ts";
import { sketchQuantile } from "./sketch-quantile.ts";

const QUANTILES = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1];
const amount = fc.oneof(
  fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
  fc.integer({ min: 1, max: 100_000 }),
  fc.double({ min: 50, max: 60, noNaN: true }),
);
const value = fc.oneof(
  { weight: 6, arbitrary: amount },
  { weight: 1, arbitrary: amount.map((positive) => -positive) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const values = fc.array(value, { minLength: 1, maxLength: 300 });

function sketchOf(list: readonly number[]): LogSketch {
  const sketch = createSketch();
  for (const one of list) addToSketch(sketch, one);
  return sketch;
}

const unpacked = (bytes: Uint8Array) => {
  const sketch = createSketch();
  mergePacked(sketch, bytes);
  return sketch;
};
const merged = (...sketches: LogSketch[]) => {
  const all = createSketch();
  for (const sketch of sketches) mergeSketch(all, sketch);
  return all;
};

describe("a sketch", () => {
  it("that was cleared is as a new one, whatever was in it", () => {
    fc.assert(
      fc.property(values, values, (before, list) => {
        const sketch = sketchOf(before);
        clearSketch(sketch);
        expect(countOfSketch(sketch)).toBe(0);
        for (const one of list) addToSketch(sketch, one);
        expect(packSketch(sketch)).toEqual(packSketch(sketchOf(list)));
      }),
    );
  });

  it("says each quantile within 1 % of the value that has its rank, for any values", () => {
    fc.assert(
      fc.property(values, (list) => {
        const sketch = sketchOf(list);
        const sorted = list.toSorted((left, right) => left - right);
        for (const quantile of QUANTILES) {
          const exact = sorted[Math.floor(quantile * (sorted.length - 1))] ?? Number.NaN;
          const estimate = sketchQuantile(sketch, quantile) ?? Number.NaN;
          expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.01 + 1e-12);
        }
      }),
    );
  });

  it("merges in any order and grouping to the sketch of all values", () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const all = packSketch(sketchOf([...a, ...b, ...c]));
        const [first, second, third] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        expect(packSketch(merged(merged(first, second), third))).toEqual(all);
        expect(packSketch(merged(third, merged(second, first)))).toEqual(all);
      }),
    );
  });

  it("comes back from its bytes as it was, and counts every value", () => {
    fc.assert(
      fc.property(values, (list) => {
        const bytes = packSketch(sketchOf(list));
        expect(packSketch(unpacked(bytes))).toEqual(bytes);
        expect(countOfSketch(unpacked(bytes))).toBe(list.length);
      }),
    );
  });

  it("counts beyond 32 bits", () => {
    const sketch = sketchOf([5]);
    for (let doubled = 0; doubled < 40; doubled += 1) mergeSketch(sketch, merged(sketch));
    expect(countOfSketch(unpacked(packSketch(sketch)))).toBe(2 ** 40);
  });

  it("of nothing has no quantile, and takes no NaN or infinity", () => {
    expect(sketchQuantile(createSketch(), 0.5)).toBeNull();
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => addToSketch(createSketch(), bad)).toThrow(RangeError);
    }
  });

  it.each([
    { name: "nothing", bytes: [] },
    { name: "another version", bytes: [9, 0, 0, 0] },
    { name: "bytes that end too early", bytes: [1, 0, 2, 1] },
    { name: "bytes left over", bytes: [1, 0, 0, 0, 0] },
  ])("is not read from $name", ({ bytes }) => {
    expect(() => unpacked(Uint8Array.from(bytes))).toThrow(RangeError);
  });

  it("is read from several that were packed one after the other as all of them together", () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [first, second] = [sketchOf(left), sketchOf(right)];
        const together = unpacked(Buffer.concat([packSketch(first), packSketch(second)]));
        expect(packSketch(together)).toEqual(packSketch(merged(first, second)));
      }),
    );
  });

  it("of a minute of latencies takes a few hundred bytes", () => {
    const list = Array.from({ length: 5_000 }, (_, index) => 80 * Math.exp(Math.sin(index) * 2));
    expect(packSketch(sketchOf(list)).length).toBeLessThan(700);
  });
});
