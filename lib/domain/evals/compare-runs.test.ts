import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ComparedCase, compareRuns, numbersOf } from "./compare-runs.ts";
import { judgeComparison, sliceByTag } from "./describe-comparison.ts";
import { findFlakyCases } from "./flaky-cases.ts";

const measured = (caseId: string, score: number, more: Partial<ComparedCase> = {}): ComparedCase => ({
  ...{ caseId, score, passed: score >= 0.5, totalTokens: null, latencyMs: null, costUsd: null },
  ...{ isCached: false, isError: false, tags: [], ...more },
});
const runOf = (scores: readonly number[], tokens: readonly number[] = []) =>
  scores.map((score, index) => measured(`c${index}`, score, { totalTokens: tokens[index] ?? null }));

describe("the worked example of three judged cases", () => {
  const { pairs } = compareRuns(
    runOf([0.82, 0.86, 0.84], [600, 640, 620]),
    runOf([0.85, 0.88, 0.85], [700, 760, 720]),
  );
  const numbers = numbersOf(pairs);

  test("is better by 0.020, but the interval contains 0: not enough evidence", () => {
    expect(numbers.score).toMatchObject({ n: 3, control: 0.84, candidate: 0.86, difference: 0.02 });
    expect(numbers.score?.interval?.low).toBeCloseTo(-0.0048, 4);
    expect(numbers.score?.interval?.high).toBeCloseTo(0.0448, 4);
    expect(judgeComparison(numbers, 3)).toEqual({
      word: "not_enough_evidence",
      sentence:
        "not enough evidence: +0.020 (95 % \u22120.005 to +0.045) on 3 of 3 same cases, the interval contains 0",
    });
  });

  test("costs 17.2 % more tokens", () => {
    expect(numbers.tokens?.difference).toBeCloseTo(106.6667, 3);
    expect(numbers.tokens?.relative?.change).toBeCloseTo(0.172, 3);
    expect(numbers.tokens?.relative?.interval?.low).toBeGreaterThan(0.1);
  });
});

test.each([
  ["better", [0.5, 0.6, 0.7, 0.8], [0.6, 0.71, 0.79, 0.9], "better by 0.100"],
  ["worse", [0.6, 0.71, 0.79, 0.9], [0.5, 0.6, 0.7, 0.8], "worse by 0.100"],
  ["same", [0.6, 0.7], [0.6, 0.7], "the same scores on 2 of 2"],
  ["not_enough_evidence", [0.6], [0.9], "too few for an interval"],
  ["not_enough_evidence", [0, 0, 0], [1, 1, 1], "too few for an interval"],
  ["better", [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1], "better by 1.000"],
  ["not_enough_evidence", [], [], "no case in common"],
])("says %s of %j against %j", (word, control, candidate, says) => {
  const { pairs } = compareRuns(runOf(control), runOf(candidate));
  const verdict = judgeComparison(numbersOf(pairs), control.length);
  expect(verdict.word).toBe(word);
  expect(verdict.sentence).toContain(says);
});

test("cases of one run only are listed and not counted", () => {
  const comparison = compareRuns(
    [measured("a", 1), measured("b", 1)],
    [measured("b", 0), measured("c", 0), measured("d", 1)],
  );
  expect(comparison.pairs.map((pair) => pair.caseId)).toEqual(["b"]);
  expect(comparison).toMatchObject({ onlyInControl: ["a"], onlyInCandidate: ["c", "d"] });
});

test("repeats of a case are one case, and an error among them counts as 0", () => {
  const { pairs } = compareRuns(
    [measured("a", 1), measured("a", 0.5), measured("a", 0.9, { isError: true })],
    [measured("a", 1)],
  );
  expect(pairs[0]?.control).toMatchObject({ score: 0.5, repeats: 3, errorCount: 1 });
  expect(numbersOf(pairs)).toMatchObject({ pairCount: 1, errors: { control: 1, candidate: 0 } });
});

test("the worst regression stands first; at equal scores the case that no longer passes", () => {
  const control = ["a", "b", "c", "d"].map((id) => measured(id, 0.8));
  const candidate = [
    measured("a", 0.9),
    measured("b", 0.6),
    measured("c", 0.6, { passed: false }),
    measured("d", 0.1),
  ];
  expect(compareRuns(control, candidate).pairs.map((pair) => pair.caseId)).toEqual(["d", "c", "b", "a"]);
});

test("a cached answer tells nothing about latency", () => {
  const timed = (latencyMs: number, isCached = false) => [measured("a", 1, { latencyMs, isCached })];
  expect(numbersOf(compareRuns(timed(900), timed(3, true)).pairs).latencyMs).toBeNull();
  expect(numbersOf(compareRuns(timed(900), timed(950)).pairs).latencyMs).toMatchObject({ difference: 50 });
});

test("slices by tag carry their own numbers, the worst first, and small ones are marked", () => {
  const tagged = (id: number, score: number) =>
    measured(`c${id}`, score, { tags: id % 2 === 0 ? ["even"] : ["odd", "rare"] });
  const ids = Array.from({ length: 22 }, (_, id) => id);
  const { pairs } = compareRuns(
    ids.map((id) => tagged(id, 0.5)),
    ids.map((id) => tagged(id, id % 2 === 0 ? 0.4 : 0.6)),
  );
  const { slices, leftOut } = sliceByTag(pairs);
  expect(slices.map((slice) => [slice.tag, slice.numbers.score?.difference, slice.isSmall])).toEqual([
    ["even", -0.1, false],
    ["odd", 0.1, false],
    ["rare", 0.1, false],
  ]);
  expect(leftOut).toBe(0);
  expect(sliceByTag(pairs.slice(0, 4)).slices[0]?.isSmall).toBe(true);
});

test("flaky is what passed and failed under equal conditions, never what differs between releases", () => {
  const count = (caseId: string, passedCount: number, measuredCount: number) => ({
    ...{ caseId, passedCount, measuredCount },
  });
  const flaky = findFlakyCases(
    [count("steady", 3, 3), count("wobbles", 6, 10), count("regressed", 1, 1)],
    [count("steady", 3, 3), count("wobbles", 1, 1), count("regressed", 0, 1)],
  );
  expect(flaky.map((each) => each.caseId)).toEqual(["wobbles"]);
  expect(flaky[0]).toMatchObject({ control: { passedCount: 6, measuredCount: 10 } });
});

const score = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
const caseList = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 15 }),
    score,
    tokens: fc.option(fc.integer({ min: 1, max: 900 })),
  }),
  { maxLength: 40 },
);
const toRun = (list: { id: number; score: number; tokens: number | null }[]) =>
  list.map(({ id, score: value, tokens }) => measured(`c${id}`, value, { totalTokens: tokens }));

describe("whatever was measured", () => {
  test("swapping the runs negates the differences and mirrors the intervals", () => {
    fc.assert(
      fc.property(caseList, caseList, (left, right) => {
        const there = numbersOf(compareRuns(toRun(left), toRun(right)).pairs);
        const back = numbersOf(compareRuns(toRun(right), toRun(left)).pairs);
        for (const field of ["score", "passRate", "tokens"] as const) {
          expect(there[field]?.difference ?? 0).toBeCloseTo(-(back[field]?.difference ?? 0), 9);
          expect(there[field]?.interval?.low ?? 0).toBeCloseTo(-(back[field]?.interval?.high ?? 0), 9);
        }
      }),
    );
  });

  test("the order of the cases does not matter", () => {
    fc.assert(
      fc.property(caseList, caseList, (left, right) => {
        const one = compareRuns(toRun(left), toRun(right));
        const other = compareRuns(toRun([...left].reverse()), toRun([...right].reverse()));
        expect(other).toEqual(one);
      }),
    );
  });

  test("a run against itself differs by 0 and has no regression", () => {
    fc.assert(
      fc.property(caseList, (list) => {
        const { pairs } = compareRuns(toRun(list), toRun(list));
        expect(pairs.every((pair) => pair.difference === 0)).toBe(true);
        const numbers = numbersOf(pairs);
        expect(numbers.score?.difference ?? 0).toBe(0);
        expect(numbers.passRate?.difference ?? 0).toBe(0);
        expect(["same", "not_enough_evidence"]).toContain(judgeComparison(numbers, pairs.length).word);
      }),
    );
  });

  test("the interval holds the difference", () => {
    fc.assert(
      fc.property(caseList, caseList, (left, right) => {
        const numbers = numbersOf(compareRuns(toRun(left), toRun(right)).pairs);
        for (const field of [numbers.score, numbers.passRate, numbers.tokens]) {
          if (field?.interval == null) continue;
          expect(field.interval.low).toBeLessThanOrEqual(field.difference + 1e-12);
          expect(field.interval.high).toBeGreaterThanOrEqual(field.difference - 1e-12);
        }
      }),
    );
  });
});
