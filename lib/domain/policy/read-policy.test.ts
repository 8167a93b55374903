import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "./default-policy.ts";
import { describePolicy } from "./describe-policy.ts";
import { readPolicy } from "./read-policy.ts";

const changed = (change: object) => readPolicy({ ...DEFAULT_POLICY, ...change });
const gates = (change: object) => changed({ evalGate: { ...DEFAULT_POLICY.evalGate, ...change } });
const rollout = (stepsBp: unknown, bakeHours: unknown = 48) => changed({ rollout: { stepsBp, bakeHours } });

const { evalGate: _, ...withoutGate } = DEFAULT_POLICY;
const oldSpelling = (gate: object) =>
  readPolicy({ ...withoutGate, gates: { quality: { mustImprove: true }, ...gate } });

test("the old spelling is read as what it meant", () => {
  const read = oldSpelling({ tokens: { maxIncrease: 0.15 }, latencyP95Ms: { max: 1000 } });
  expect(read).toEqual({
    ok: true,
    policy: {
      ...withoutGate,
      evalGate: {
        quality: { mustImprove: true },
        tokens: { block: 0.15 },
        latencyP95Ms: { max: 1000 },
      },
    },
  });
});

test("the default policy is a policy", () => {
  expect(readPolicy(DEFAULT_POLICY)).toEqual({ ok: true, policy: DEFAULT_POLICY });
});

test.each([
  { name: "negative cooldown", read: changed({ cooldownMinutes: -1 }), pointer: "/cooldownMinutes" },
  { name: "cooldown NaN", read: changed({ cooldownMinutes: Number.NaN }), pointer: "/cooldownMinutes" },
  { name: "cooldown as text", read: changed({ cooldownMinutes: "5x" }), pointer: "/cooldownMinutes" },
  { name: "another version", read: changed({ version: 2 }), pointer: "/version" },
  { name: "an unknown field", read: changed({ speed: 1 }), pointer: "/speed" },
  { name: "a share above all", read: rollout([100, 10_100]), pointer: "/rollout/stepsBp/1" },
  { name: "a share of 0", read: rollout([0, 10_000]), pointer: "/rollout/stepsBp/0" },
  { name: "a broken share", read: rollout([12.5, 10_000]), pointer: "/rollout/stepsBp/0" },
  { name: "shares that fall", read: rollout([500, 100, 10_000]), pointer: "/rollout/stepsBp/1" },
  { name: "a share twice", read: rollout([500, 500, 10_000]), pointer: "/rollout/stepsBp/1" },
  { name: "no last step", read: rollout([500]), pointer: "/rollout/stepsBp" },
  { name: "no steps", read: rollout([]), pointer: "/rollout/stepsBp" },
  { name: "infinite bake", read: rollout([10_000], Number.POSITIVE_INFINITY), pointer: "/rollout/bakeHours" },
  { name: "no quality term", read: gates({ quality: {} }), pointer: "/evalGate/quality" },
  { name: "quality missing", read: gates({ quality: undefined }), pointer: "/evalGate/quality" },
  { name: "quality above 1", read: gates({ quality: { min: 84 } }), pointer: "/evalGate/quality/min" },
  { name: "unknown metric", read: gates({ speed: { max: 1 } }), pointer: "/evalGate/speed" },
  {
    name: "negative increase",
    read: gates({ tokens: { block: -0.1 } }),
    pointer: "/evalGate/tokens/block",
  },
  {
    name: "an increase in percent",
    read: gates({ tokens: { block: "15%" } }),
    pointer: "/evalGate/tokens/block",
  },
  {
    name: "a review limit above the block",
    read: gates({ tokens: { review: 0.2, block: 0.15 } }),
    pointer: "/evalGate/tokens/review",
  },
  { name: "tokens without a limit", read: gates({ tokens: {} }), pointer: "/evalGate/tokens" },
  {
    name: "an infinite limit",
    read: gates({ tokens: { block: Number.NaN } }),
    pointer: "/evalGate/tokens/block",
  },
  {
    name: "the old name in the new spelling",
    read: gates({ tokens: { maxIncrease: 0.15 } }),
    pointer: "/evalGate/tokens/maxIncrease",
  },
  {
    name: "a cost review above the block",
    read: gates({ cost: { reviewUsdMonthly: 20, blockUsdMonthly: 10 } }),
    pointer: "/evalGate/cost/reviewUsdMonthly",
  },
  { name: "a budget of 0", read: gates({ budget: { evalUsd: 0 } }), pointer: "/evalGate/budget/evalUsd" },
  { name: "across a judge", read: gates({ across: ["judge"] }), pointer: "/evalGate/across/0" },
  {
    name: "evidence from nobody",
    read: gates({ evidence: { from: "nobody" } }),
    pointer: "/evalGate/evidence/from",
  },
  {
    name: "both spellings at once",
    read: changed({ gates: { quality: { mustImprove: true } } }),
    pointer: "/gates",
  },
  {
    name: "an increase in percent, in the old spelling",
    read: oldSpelling({ tokens: { maxIncrease: "15%" } }),
    pointer: "/gates/tokens/maxIncrease",
  },
  { name: "an unknown term in the old spelling", read: oldSpelling({ speed: 1 }), pointer: "/gates/speed" },
  { name: "latency 0", read: gates({ latencyP95Ms: { max: 0 } }), pointer: "/evalGate/latencyP95Ms/max" },
  {
    name: "no reviewer",
    read: changed({ reviews: { required: 0, ttlHours: 72 } }),
    pointer: "/reviews/required",
  },
  {
    name: "reviews that end at once",
    read: changed({ reviews: { required: 1, ttlHours: 0 } }),
    pointer: "/reviews/ttlHours",
  },
  { name: "unknown shadow", read: changed({ shadow: { required: "maybe" } }), pointer: "/shadow/required" },
  { name: "no object", read: readPolicy("policy"), pointer: "" },
])("$name is refused at $pointer", ({ read, pointer }) => {
  expect(read.ok ? [] : read.problems.map((problem) => problem.pointer)).toContain(pointer);
});

test("a policy is told in words", () => {
  expect(describePolicy(DEFAULT_POLICY)).toEqual([
    "Quality has to be above that of the release it replaces.",
    "Tokens of an answer may grow by 10 %; above that a second reviewer looks at the cost.",
    "Tokens of an answer may grow by 15 % at most.",
    "95 of 100 answers have to come within 1000 ms.",
    "No shadow comparison is asked for.",
    "One other person has to approve; an approval lasts 72 hours.",
    "After approval the console merges the pull request.",
    "It goes to all subjects in one step.",
    "Then it bakes for 48 hours before it can be known good.",
    "After a rollback no rollout starts for 30 minutes.",
  ]);
});

test("what a policy asks beside the default is told too", () => {
  const evalGate = {
    ...DEFAULT_POLICY.evalGate,
    cost: { reviewUsdMonthly: 100, blockUsdMonthly: 200 },
    budget: { evalUsd: 5 },
    across: ["retrieval_index" as const],
    evidence: { from: "runner" as const },
  };
  expect(describePolicy({ ...DEFAULT_POLICY, evalGate }).slice(4, 9)).toEqual([
    "Above $100 a month a second reviewer looks at the cost.",
    "It may cost $200 a month at most.",
    "Evaluating one candidate may cost $5 at most.",
    "Runs may be compared across another retrieval index.",
    "Evidence counts when Tupelo's own runner measured it.",
  ]);
});
