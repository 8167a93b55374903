import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../policy/default-policy.ts";
import type { EvalSummary } from "./eval-summary.ts";
import { costReviewOf, evaluateGate } from "./evaluate-gate.ts";
import type { GateEvidence, GateFacts } from "./gate-facts.ts";

const cases = `sha256:${"c".repeat(64)}`;
const key = {
  parts: { golden_set: { ref: "support@3", digest: "sha256:a" } },
  caseIdsDigest: cases,
  featureSnapshot: null,
};

function run(numbers: Partial<EvalSummary>): GateEvidence {
  const whole = { caseCount: 20, errorCount: 0, passRate: 1, costUsdMean: null, caseIdsDigest: cases };
  const measured = { quality: 0.84, tokensMean: 620, latencyP95Ms: 820 };
  const sent = {
    number: 7,
    origin: "upload",
    selfReported: false,
    sentByName: "Jin",
  } as const;
  return { ...sent, summary: { ...whole, ...measured, ...numbers }, evidenceKey: key };
}

function facts(change: Partial<GateFacts>): GateFacts {
  const candidate = run({ quality: 0.87, tokensMean: 640, latencyP95Ms: 970 });
  return {
    policy: DEFAULT_POLICY,
    candidate,
    baseline: run({}),
    hasBaseRelease: true,
    monthlyRequests: null,
    unpinnedRuns: [],
    ...change,
  };
}

const ABOUT_EVIDENCE: string[] = ["comparability", "pinning", "evidence_source"];

/** What is said of the answers; what is said of the evidence has tests of its own. */
function verdicts(change: Partial<GateFacts>): string[] {
  const result = evaluateGate(facts(change));
  const said = result.terms.filter((term) => !ABOUT_EVIDENCE.includes(term.id));
  return [result.verdict, ...said.map((term) => `${term.id} ${term.verdict}`)];
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
    expect(
      result.terms.slice(0, 3).map(({ id, arithmetic, sentence }) => ({ id, arithmetic, sentence })),
    ).toEqual([
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
  const tokensAt = (tokensMean: number, policy: GateFacts["policy"] = DEFAULT_POLICY) =>
    evaluateGate(facts({ policy, candidate: run({ quality: 0.87, tokensMean }) }));
  const blockOnly = { evalGate: { quality: { mustImprove: true as const }, tokens: { block: 0.15 } } };

  test("exactly 15 % more tokens is not blocked", () => {
    expect(tokensAt(713, blockOnly).terms[1]).toMatchObject({
      verdict: "pass",
      sentence: "token increase 15% <= 15%",
    });
    expect(tokensAt(713)).toMatchObject({ verdict: "needs_review" });
  });

  test("exactly 10 % more tokens passes", () => {
    expect(tokensAt(682).terms[1]).toMatchObject({ verdict: "pass", sentence: "token increase 10% <= 10%" });
  });

  test("17.2 % more tokens asks for a cost review where the block allows it", () => {
    const evalGate = { quality: { mustImprove: true as const }, tokens: { review: 0.1, block: 0.2 } };
    const result = tokensAt(726.64, { evalGate });
    expect(result.verdict).toBe("needs_review");
    expect(result.terms[1]).toMatchObject({
      verdict: "needs_review",
      limit: "at most +20%, review above +10%",
      arithmetic: "726.6 / 620 - 1 = 17.2%",
      sentence: "token increase 17.2% > 10%",
    });
    expect(costReviewOf(result.terms)).toBe("token increase 17.2% > 10%");
  });

  test("a failed term beside a cost review fails the gate", () => {
    expect(verdicts({ candidate: run({ quality: 0.8, tokensMean: 700 }) })[0]).toBe("fail");
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
    const policy = { evalGate: { quality: { min: 0.85 } } };
    expect(verdicts({ policy, candidate: run({ quality: 0.85 }) })).toEqual(["pass", "quality_min pass"]);
    expect(verdicts({ policy, candidate: run({ quality: 0.8499 }) })).toEqual(["fail", "quality_min fail"]);
  });
});

describe("no data is never a pass", () => {
  const rows: { name: string; change: Partial<GateFacts>; expected: string[] }[] = [
    {
      name: "no run of the candidate",
      change: { candidate: null },
      expected: ["not_run", "quality not_run", "tokens not_run", "latency_p95 not_run"],
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
    const policy = { evalGate: { quality: { mustImprove: true } } } as const;
    expect(verdicts({ policy, baseline: null, hasBaseRelease: false })[0]).toBe("insufficient");
  });
});

describe("evidence that may be relied on", () => {
  const good = run({ quality: 0.9 });
  const about = (change: Partial<GateFacts>, id: string) => {
    const result = evaluateGate(facts({ candidate: good, ...change }));
    return { gate: result.verdict, ...result.terms.find((term) => term.id === id) };
  };
  const asking = (from: "any" | "not_author" | "runner") => ({
    evalGate: { ...DEFAULT_POLICY.evalGate, evidence: { from } },
  });

  test("Q9: a run that read latest features satisfies no gate, and the sentence offers to run it again", () => {
    const unpinnedRuns = [{ number: 7, reasons: ["features `latest`", "model `production`"] }];
    expect(about({ candidate: null, unpinnedRuns }, "pinning")).toMatchObject({
      gate: "insufficient",
      verdict: "insufficient",
      sentence:
        "eval run #7 is unpinned (features `latest`; model `production`): run it again on pinned versions",
    });
    expect(about({ candidate: null }, "pinning")).toMatchObject({ gate: "not_run", verdict: "not_run" });
  });

  test("comparability has a term of its own, which names what differs", () => {
    const other = { ...key, parts: { golden_set: { ref: "support@4", digest: "sha256:b" } } };
    expect(about({ candidate: { ...good, evidenceKey: other } }, "comparability")).toMatchObject({
      verdict: "not_comparable",
      sentence: "runs are not comparable: golden_set support@3 against support@4",
    });
    expect(about({}, "comparability").verdict).toBe("pass");
    expect(about({ candidate: null }, "comparability").verdict).toBe("not_run");
  });

  test("a policy may compare across what is being tried", () => {
    const withIndex = (digest: string) => ({
      ...key,
      parts: { ...key.parts, retrieval_index: { ref: `runbooks@${digest}`, digest } },
    });
    const change = {
      candidate: { ...good, evidenceKey: withIndex("15") },
      baseline: { ...run({}), evidenceKey: withIndex("14") },
    };
    expect(about(change, "comparability").verdict).toBe("not_comparable");
    const evalGate = { ...DEFAULT_POLICY.evalGate, across: ["retrieval_index" as const] };
    expect(about({ ...change, policy: { evalGate } }, "comparability").verdict).toBe("pass");
  });

  test.each([
    { from: "any", origin: "upload", selfReported: true, verdict: undefined, gate: "pass" },
    { from: "not_author", origin: "upload", selfReported: false, verdict: "pass", gate: "pass" },
    {
      from: "not_author",
      origin: "upload",
      selfReported: true,
      verdict: "insufficient",
      gate: "insufficient",
    },
    { from: "not_author", origin: "runner", selfReported: true, verdict: "pass", gate: "pass" },
    { from: "runner", origin: "upload", selfReported: false, verdict: "insufficient", gate: "insufficient" },
  ] as const)(
    "from $from: $origin, self-reported $selfReported: $gate",
    ({ from, verdict, gate, ...sent }) => {
      const baseline = { ...run({}), origin: "runner" as const };
      const change = { policy: asking(from), candidate: { ...good, ...sent }, baseline };
      expect(about(change, "evidence_source")).toMatchObject(
        verdict === undefined ? { gate } : { gate, verdict },
      );
    },
  );
});

describe("what answers cost at the project's monthly requests", () => {
  const evalGate = { ...DEFAULT_POLICY.evalGate, cost: { reviewUsdMonthly: 100, blockUsdMonthly: 200 } };
  const cost = (costUsdMean: number | null, monthlyRequests: number | null = 100_000) => {
    const candidate = run({ quality: 0.9, costUsdMean });
    const result = evaluateGate(facts({ policy: { evalGate }, candidate, monthlyRequests }));
    return result.terms.find((term) => term.id === "cost");
  };
  test.each([
    { mean: 0.001, verdict: "pass", sentence: "measured cost a month $100 <= $100" },
    { mean: 0.0015, verdict: "needs_review", sentence: "measured cost a month $150 > $100" },
    { mean: 0.0021, verdict: "fail", sentence: "measured cost a month $210 > $200" },
    { mean: null, verdict: "insufficient", sentence: "cost of the candidate was not measured" },
  ])("$mean a request: $verdict", ({ mean, verdict, sentence }) => {
    expect(cost(mean)).toMatchObject({ verdict, sentence });
  });

  test("without monthly requests it is not known, and not free", () => {
    expect(cost(0.001, null)?.verdict).toBe("insufficient");
  });
});
