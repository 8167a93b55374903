import { expect, it } from "vitest";
import type { OpenRow } from "./bench-row.ts";
import { measureRow } from "./measure-row.ts";

function scripted(values: Record<string, number[]>, goals: OpenRow["goals"]): OpenRow & { turns: string[] } {
  const turns: string[] = [];
  const sides = Object.entries(values).map(([name, figures]) => ({
    name,
    measure: async () => {
      turns.push(name);
      return figures.shift() ?? Number.NaN;
    },
  }));
  return { unit: "x", sides, goals, turns, close: async () => {} };
}

it("takes ratios within a round, and their median, not the ratio of the medians", async () => {
  // The first figures warm up. The machine slows down tenfold in the second round: both sides alike.
  const row = scripted({ ours: [1, 80, 8, 100], floor: [1, 100, 10, 50] }, [
    { name: "ours to floor", of: "ours", against: "floor", limit: { atLeast: 0.9 } },
    { name: "ours alone", of: "ours", limit: { atMost: 80 } },
  ]);
  const result = await measureRow("row", row, 3);
  expect(result.goals).toEqual([
    { name: "ours to floor", ratio: 0.8, goal: ">= 0.9", met: false },
    { name: "ours alone", ratio: 80, goal: "<= 80", met: true },
  ]);
});

it("begins each round with another side", async () => {
  const row = scripted({ a: [], b: [], c: [] }, []);
  await measureRow("row", row, 2);
  expect(row.turns.join("")).toBe("abcbcacab");
});

it("refuses a goal of a side that is not there", async () => {
  const row = scripted({ a: [1, 1] }, [{ name: "g", of: "b", limit: { atLeast: 1 } }]);
  await expect(measureRow("row", row, 1)).rejects.toThrow('"b"');
});
