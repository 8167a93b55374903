import type { BenchGoal, OpenRow } from "./bench-row.ts";

export type SideResult = { name: string; median: number };
export type GoalResult = { name: string; ratio: number; goal: string; met: boolean };
export type RowResult = {
  name: string;
  unit: string;
  rounds: number;
  sides: SideResult[];
  goals: GoalResult[];
};

/**
 * measureRow lets the sides take turns, each round beginning with another one, so that what else the machine does falls
 * on all alike. A goal's ratio is the median of the ratios within the rounds. One round more warms up and is not counted.
 */
export async function measureRow(name: string, row: OpenRow, rounds: number): Promise<RowResult> {
  const figures: Map<string, number>[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const shift = (round + 1) % row.sides.length;
    const found = new Map<string, number>();
    for (const side of [...row.sides.slice(shift), ...row.sides.slice(0, shift)]) {
      found.set(side.name, await side.measure());
    }
    if (round >= 0) figures.push(found);
  }
  return {
    ...{ name, unit: row.unit, rounds },
    sides: row.sides.map((side) => ({
      name: side.name,
      median: median(figures.map((found) => figureOf(found, side.name))),
    })),
    goals: row.goals.map((goal) => judge(goal, figures)),
  };
}

function judge(goal: BenchGoal, figures: readonly Map<string, number>[]): GoalResult {
  const ratios = figures.map((found) => {
    const figure = figureOf(found, goal.of);
    return goal.against === undefined ? figure : figure / figureOf(found, goal.against);
  });
  const ratio = median(ratios);
  const isAtLeast = "atLeast" in goal.limit;
  const limit = "atLeast" in goal.limit ? goal.limit.atLeast : goal.limit.atMost;
  return {
    name: goal.name,
    ratio,
    goal: `${isAtLeast ? ">=" : "<="} ${limit}`,
    met: isAtLeast ? ratio >= limit : ratio <= limit,
  };
}

function figureOf(found: ReadonlyMap<string, number>, side: string): number {
  const figure = found.get(side);
  if (figure === undefined) throw new Error(`A goal names the side "${side}", which the row does not have.`);
  return figure;
}

/** median is the middle value; of an even number the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
