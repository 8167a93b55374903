import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "../policy/default-policy.ts";
import { checkFastGate, type FastGateFacts } from "./fast-gate.ts";

const prompt = {
  kind: "prompt",
  name: "support",
  version: "2.8",
  digest: "sha256:p",
  contentDigest: "sha256:p",
  problems: [],
};
const cost: FastGateFacts["costs"][number] = {
  policy: DEFAULT_POLICY,
  promptTokens: 800,
  inputUsdPerMillionTokens: 0.15,
  monthlyRequests: 100_000,
  caseCount: 20,
  spentUsd: null,
  unknownCostRuns: 0,
};
const good: FastGateFacts = {
  pinProblems: [],
  outputProblems: null,
  costs: [cost],
  requires: ["prompt"],
  parts: [prompt],
  policy: { ok: true, policy: DEFAULT_POLICY },
};
const problem = {
  path: "prompts/a.md",
  line: 3,
  severity: "error" as const,
  code: "undeclared_variable",
  message: "{{team}} is not declared.",
};
const failed = (change: Partial<FastGateFacts>) =>
  checkFastGate({ ...good, ...change })
    .filter((check) => check.verdict === "fail")
    .map((check) => `${check.id}: ${check.sentence}`);

test("a release with all it needs passes every check", () => {
  expect(checkFastGate(good).map((check) => [check.id, check.verdict])).toEqual([
    ["required_kinds", "pass"],
    ["floating_references", "pass"],
    ["digests", "pass"],
    ["policy", "pass"],
    ["content", "not_applicable"],
    ["prompt_lint", "pass"],
    ["hashes", "pass"],
    ["recorded_outputs", "not_applicable"],
    ["static_cost", "pass"],
    ["budget", "not_applicable"],
  ]);
});

test("a release without a policy of its own is judged by the default, which is said", () => {
  const [check] = checkFastGate({ ...good, policy: null }).slice(3, 4);
  expect(check).toMatchObject({ verdict: "not_applicable" });
});

test.each([
  {
    name: "missing kinds, each once",
    change: { requires: ["prompt", "model", "feature_view", "model"] },
    says: "required_kinds: missing: model, feature_view",
  },
  {
    name: "a floating reference",
    change: { parts: [{ ...prompt, version: "latest" }] },
    says: 'floating_references: prompt support@latest moves: "latest" names whatever is there today. Name a fixed version.',
  },
  {
    name: "unknown content",
    change: { parts: [{ ...prompt, digest: null }] },
    says: "digests: content not known: support@2.8",
  },
  {
    name: "an unreadable policy",
    change: {
      policy: { ok: false as const, problems: [{ pointer: "/merge", message: "line 3: Invalid." }] },
    },
    says: "policy: the policy cannot be read: /merge: line 3: Invalid.",
  },
  {
    name: "a prompt with an error",
    change: { parts: [{ ...prompt, problems: [problem] }] },
    says: "prompt_lint: prompts/a.md:3 {{team}} is not declared.",
  },
  {
    name: "another part with errors, the first three of them named",
    change: { parts: [prompt, { ...prompt, kind: "model", problems: [problem, problem, problem, problem] }] },
    says: `content: ${"prompts/a.md:3 {{team}} is not declared. ".repeat(3)}And 1 more.`,
  },
  {
    name: "content that is not what the release names",
    change: { parts: [{ ...prompt, contentDigest: "sha256:other" }] },
    says: "hashes: other content than the release names: support@2.8",
  },
  {
    name: "a pinned tool with another digest",
    change: { pinProblems: [problem] },
    says: "hashes: prompts/a.md:3 {{team}} is not declared.",
  },
  {
    name: "a recorded response that the output schema refuses",
    change: { outputProblems: [problem] },
    says: "recorded_outputs: prompts/a.md:3 {{team}} is not declared.",
  },
])("$name fails", ({ change, says }) => {
  expect(failed(change)).toEqual([says]);
});

test("contents that were not read have not passed", () => {
  const parts = [{ ...prompt, contentDigest: null, problems: null }];
  const checks = checkFastGate({ ...good, parts });
  expect(checks.filter((check) => check.verdict === "insufficient").map((check) => check.id)).toEqual([
    "prompt_lint",
    "hashes",
  ]);
});

test("warnings are counted and stop nobody", () => {
  const parts = [{ ...prompt, problems: [{ ...problem, severity: "warning" as const }] }];
  expect(checkFastGate({ ...good, parts })[5]).toMatchObject({
    verdict: "pass",
    sentence: "no prompt has an error; 1 warning",
  });
});

const limits = { reviewUsdMonthly: 10, blockUsdMonthly: 20 };
const costs = (change: Partial<FastGateFacts["costs"][number]>, evalGate: object = {}) => {
  const policy = { evalGate: { ...DEFAULT_POLICY.evalGate, ...evalGate } };
  return checkFastGate({ ...good, costs: [{ ...cost, policy, ...change }] }).slice(-2);
};

test.each([
  {
    name: "without a limit it is told",
    change: {},
    gate: {},
    verdict: "pass",
    says: "the prompt costs $12 a month",
  },
  {
    name: "above the review limit",
    change: {},
    gate: { cost: limits },
    verdict: "needs_review",
    says: "prompt cost a month $12 > $10",
  },
  {
    name: "above the block",
    change: { promptTokens: 1600 },
    gate: { cost: limits },
    verdict: "fail",
    says: "prompt cost a month $24 > $20",
  },
  {
    name: "an unknown price without a limit",
    change: { inputUsdPerMillionTokens: null },
    gate: {},
    verdict: "not_applicable",
    says: "not known without a price for the model",
  },
  {
    name: "unknown traffic with a limit",
    change: { monthlyRequests: null },
    gate: { cost: limits },
    verdict: "insufficient",
    says: "not known without `monthlyRequests` in tupelo.yaml",
  },
])("the prompt's cost a month: $name", ({ change, gate, verdict, says }) => {
  expect(costs(change, gate)[0]).toMatchObject({ verdict, sentence: says });
});

test("the cost shows its arithmetic", () => {
  expect(costs({})[0]?.arithmetic).toBe("800 tokens x 100000 requests x $0.15 / 1M = $12");
});

test.each([
  { name: "what was spent counts", change: { spentUsd: 6 }, verdict: "fail", says: "eval runs cost $6 > $5" },
  {
    name: "a run of unknown cost is told beside what was spent",
    change: { spentUsd: 5, unknownCostRuns: 1 },
    verdict: "pass",
    says: "eval runs cost $5 <= $5; 1 eval run does not say what it cost",
  },
  {
    name: "runs of unknown cost are told beside what the prompts cost",
    change: { unknownCostRuns: 2 },
    verdict: "pass",
    says: "prompts of one evaluation cost $0.0024 <= $5; 2 eval runs do not say what they cost",
  },
  { name: "up to the budget", change: { spentUsd: 5 }, verdict: "pass", says: "eval runs cost $5 <= $5" },
  {
    name: "before a run its prompts are counted",
    change: {},
    verdict: "pass",
    says: "prompts of one evaluation cost $0.0024 <= $5",
  },
  {
    name: "without a golden set it is not known",
    change: { caseCount: null },
    verdict: "insufficient",
    says: "not known without a golden set",
  },
])("the budget: $name", ({ change, verdict, says }) => {
  expect(costs(change, { budget: { evalUsd: 5 } })[1]).toMatchObject({ verdict, sentence: says });
});

test("what could not be held against the output schema has not passed", () => {
  const warning = { ...problem, severity: "warning" as const, message: "Responses were not checked." };
  const term = checkFastGate({ ...good, outputProblems: [warning] }).find(
    ({ id }) => id === "recorded_outputs",
  );
  expect(term).toMatchObject({
    verdict: "insufficient",
    sentence: "prompts/a.md:3 Responses were not checked.",
  });
  expect(failed({ outputProblems: [warning, problem] })).toEqual([
    "recorded_outputs: prompts/a.md:3 {{team}} is not declared.",
  ]);
});

test("two policies judge the cost each for itself, and what they agree on is told once", () => {
  const under = (evalGate: object) => ({
    ...cost,
    spentUsd: 6,
    policy: { evalGate: { ...DEFAULT_POLICY.evalGate, ...evalGate } },
  });
  const money = checkFastGate({
    ...good,
    costs: [under({ cost: limits, budget: { evalUsd: 5 } }), under({ budget: { evalUsd: 10 } })],
  }).slice(-4);
  expect(money.map(({ id, verdict }) => [id, verdict])).toEqual([
    ["static_cost", "needs_review"],
    ["static_cost", "pass"],
    ["budget", "fail"],
    ["budget", "pass"],
  ]);
  expect(checkFastGate({ ...good, costs: [under({}), under({})] })).toHaveLength(10);
});
