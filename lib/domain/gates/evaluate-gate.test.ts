import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../policy/default-policy.ts";
import type { EvalSummary } from "./eval-summary.ts";
import { evaluateGate, type GateEvidence, type GateFacts } from "./evaluate-gate.ts";

const cases = `sha256:${"c".repeat(64)}`;
const key = { parts: { golden_set: { ref: "support@3", digest: "sha256:a" } }, caseIdsDigest: cases };

function run(numbers: Partial<EvalSummary>): GateEvidence {
  const whole = { caseCount: 20, errorCount: 0, passRate: 1, costUsdMean: null, caseIdsDigest: cases };
  const measured = { quality: 0.84, tokensMean: 620, latencyP95Ms: 820 };
  return { summary: { ...whole, ...measured, ...numbers }, evidenceKey: key };
}

function facts(change: Partial<GateFacts>): GateFacts {
  const candidate = run({ quality: 0.87, tokensMean: 640, latencyP95Ms: 970 });
  return { policy: DEFAULT_POLICY, candidate, baseline: run({}), hasBaseRelease: true, ...change };
}

function verdicts(change: Partial<GateFacts>): string[] {
  const result = evaluateGate(facts(change));
  return [result.verdict, ...result.terms.map((term) => `${term.id} ${term.verdict}`)];
}

describe("the article's promotion arithmetic (Q3)", () => {
  const candidate = run({ quality: 0.87, tokensMean: 790, latencyP95Ms: 970 });
  const result = evaluateGate(facts({ candidate }));

  test("better answers at 27.4 % more tokens are refused, and for that alone", () => {
    expect(result.verdict).toBe("fail");
    const failed = result.terms.filter((term) => term.verdict !== "pass");
    expect(failed.map((term) => term.sentence)).toEqual(["token increase 27.4% > 15%"]);
  });

  test("every term shows the numbers it used", () => {
    expect(result.terms.map(({ id, arithmetic, sentence }) => ({ id, arithmetic, sentence }))).toEqual([
      { id: "quality", arithmetic: "0.87 - 0.84 = +0.03", sentence: "quality 0.87 > 0.84" },
      { id: "tokens", arithmetic: "790 / 620 - 1 = 27.4%", sentence: "token increase 27.4% > 15%" },
      {
        id: "latency_p95",
        arithmetic: "970 ms against 1000 ms",
        sentence: "latency p95 970 ms <= 1000 ms",
      },
    ]);
  });
});

describe("limits", () => {
  test("exactly 15 % more tokens passes", () => {
    const result = evaluateGate(facts({ candidate: run({ quality: 0.87, tokensMean: 713 }) }));
    expect(result.terms[1]).toMatchObject({ verdict: "pass", sentence: "token increase 15% <= 15%" });
  });

  test("a hair above 15 % fails, and the sentence shows the hair", () => {
    const result = evaluateGate(facts({ candidate: run({ quality: 0.87, tokensMean: 713.1 }) }));
    expect(result.terms[1]).toMatchObject({ verdict: "fail", sentence: "token increase 15.02% > 15%" });
  });

  test("equal quality is not an improvement", () => {
    const result = evaluateGate(facts({ candidate: run({ quality: 0.84 }) }));
    expect(result.terms[0]).toMatchObject({ verdict: "fail", sentence: "quality 0.84 is not above 0.84" });
  });

  test("a p95 of exactly 1000 ms passes and 1000.5 ms does not", () => {
    const at = (latencyP95Ms: number) =>
      evaluateGate(facts({ candidate: run({ quality: 0.9, latencyP95Ms }) })).terms[2];
    expect(at(1000)?.verdict).toBe("pass");
    expect(at(1000.5)).toMatchObject({ verdict: "fail", sentence: "latency p95 1000.5 ms > 1000 ms" });
  });

  test("an absolute minimum of quality includes the minimum", () => {
    const policy = { gates: { quality: { min: 0.85 } } };
    expect(verdicts({ policy, candidate: run({ quality: 0.85 }) })).toEqual(["pass", "quality_min pass"]);
    expect(verdicts({ policy, candidate: run({ quality: 0.8499 }) })).toEqual(["fail", "quality_min fail"]);
  });
});

describe("no data is never a pass", () => {
  const rows: { name: string; change: Partial<GateFacts>; expected: string[] }[] = [
    {
      name: "no run of the candidate",
      change: { candidate: null },
      expected: ["insufficient", "quality insufficient", "tokens insufficient", "latency_p95 insufficient"],
    },
    {
      name: "no run of the release it replaces",
      change: { baseline: null },
      expected: ["insufficient", "quality insufficient", "tokens insufficient", "latency_p95 pass"],
    },
    {
      name: "tokens of the candidate missing",
      change: { candidate: run({ quality: 0.9, tokensMean: null }) },
      expected: ["insufficient", "quality pass", "tokens insufficient", "latency_p95 pass"],
    },
    {
      name: "tokens of the control missing",
      change: { baseline: run({ tokensMean: null }) },
      expected: ["insufficient", "quality pass", "tokens insufficient", "latency_p95 pass"],
    },
    {
      name: "latency of the candidate missing",
      change: { candidate: run({ quality: 0.9, latencyP95Ms: null }) },
      expected: ["insufficient", "quality pass", "tokens pass", "latency_p95 insufficient"],
    },
    {
      name: "an error in the control's run, which would flatter the candidate",
      change: { baseline: run({ errorCount: 1, quality: 0.6 }) },
      expected: ["insufficient", "quality pass", "tokens pass", "latency_p95 pass", "errors insufficient"],
    },
    {
      name: "an error in the candidate's run",
      change: { candidate: run({ quality: 0.9, errorCount: 2 }) },
      expected: ["insufficient", "quality pass", "tokens pass", "latency_p95 pass", "errors insufficient"],
    },
    {
      name: "a missing number beside a failed term: failed",
      change: { candidate: run({ quality: 0.8, tokensMean: null }) },
      expected: ["fail", "quality fail", "tokens insufficient", "latency_p95 pass"],
    },
  ];
  test.each(rows)("$name", ({ change, expected }) => {
    expect(verdicts(change)).toEqual(expected);
  });

  test("whatever is missing, the gate does not pass", () => {
    const measure = fc.option(fc.double({ min: 1, max: 5000, noNaN: true }));
    fc.assert(
      fc.property(measure, measure, measure, (tokens, controlTokens, latency) => {
        const candidate = run({ quality: 0.9, tokensMean: tokens, latencyP95Ms: latency });
        const { verdict } = evaluateGate(facts({ candidate, baseline: run({ tokensMean: controlTokens }) }));
        if (tokens === null || controlTokens === null || latency === null) expect(verdict).not.toBe("pass");
      }),
    );
  });
});

describe("comparing", () => {
  test("runs over another golden set are not comparable and say why", () => {
    const other = { ...key, parts: { golden_set: { ref: "support@4", digest: "sha256:b" } } };
    const result = evaluateGate(facts({ candidate: { ...run({ quality: 0.9 }), evidenceKey: other } }));
    expect(result.verdict).toBe("insufficient");
    expect(result.terms[0]).toMatchObject({
      verdict: "not_comparable",
      sentence: "runs are not comparable: golden_set support@3 against support@4",
    });
  });

  test("on a first release relative terms do not apply and absolute ones count", () => {
    const first = { baseline: null, hasBaseRelease: false };
    expect(verdicts(first)).toEqual([
      "pass",
      "quality not_applicable",
      "tokens not_applicable",
      "latency_p95 pass",
    ]);
    expect(evaluateGate(facts(first)).terms[0]?.sentence).toBe(
      "Quality: first release, there is nothing to compare with",
    );
  });

  test("a gate in which nothing could be judged does not pass", () => {
    const policy = { gates: { quality: { mustImprove: true } } } as const;
    expect(verdicts({ policy, baseline: null, hasBaseRelease: false })[0]).toBe("insufficient");
  });
});
