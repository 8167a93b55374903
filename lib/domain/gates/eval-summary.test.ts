import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EvalCaseInput, UNREPORTED } from "./eval-case.ts";
import { summariseCases } from "./eval-summary.ts";

function evalCase(change: Partial<EvalCaseInput>): EvalCaseInput {
  const measured = { passed: true, score: 1, totalTokens: 600, latencyMs: 800, costUsd: 0.001 };
  return { ...UNREPORTED, tags: [], metrics: {}, caseId: "a", ...measured, ...change };
}

describe("summariseCases", () => {
  test("an errored case scores 0, has not passed and is counted", () => {
    const summary = summariseCases([evalCase({}), evalCase({ isError: true, score: 1, totalTokens: null })]);
    expect(summary).toMatchObject({
      caseCount: 2,
      errorCount: 1,
      quality: 0.5,
      passRate: 0.5,
      tokensMean: 600,
    });
  });

  test("one answer without tokens leaves the mean unmeasured", () => {
    expect(summariseCases([evalCase({}), evalCase({ totalTokens: null })]).tokensMean).toBeNull();
  });

  test("p95 is the nearest rank: the 19th of 20, the largest of 19", () => {
    const latencies = (count: number) =>
      Array.from({ length: count }, (_, index) => evalCase({ latencyMs: (index + 1) * 10 }));
    expect(summariseCases(latencies(20)).latencyP95Ms).toBe(190);
    expect(summariseCases(latencies(19)).latencyP95Ms).toBe(190);
    expect(summariseCases(latencies(1)).latencyP95Ms).toBe(10);
  });

  test("cached answers have no latency, and too many of them leave none", () => {
    const cached = evalCase({ isCached: true, latencyMs: 1 });
    expect(summariseCases([evalCase({}), cached]).latencyP95Ms).toBe(800);
    expect(summariseCases([evalCase({}), cached, cached]).latencyP95Ms).toBeNull();
  });

  test("a run in which everything failed has no tokens and no latency", () => {
    const summary = summariseCases([evalCase({ isError: true })]);
    expect(summary).toMatchObject({ quality: 0, tokensMean: null, latencyP95Ms: null, costUsdMean: null });
  });

  test("a run without cases is refused", () => {
    expect(() => summariseCases([])).toThrow("The run has no cases.");
  });

  test("the order of the cases changes nothing", () => {
    const one = fc.record({
      caseId: fc.string(),
      score: fc.integer({ min: 0, max: 5 }),
      latencyMs: fc.nat(2000),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (rows) => {
        const cases = rows.map((row) => evalCase({ ...row, score: row.score / 5 }));
        const [there, back] = [summariseCases(cases), summariseCases([...cases].reverse())];
        expect(back.caseIdsDigest).toBe(there.caseIdsDigest);
        expect(back.latencyP95Ms).toBe(there.latencyP95Ms);
        expect(back.quality).toBeCloseTo(there.quality, 12);
      }),
    );
  });
});
