import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "./default-policy.ts";
import { describePolicy } from "./describe-policy.ts";
import { readPolicy } from "./read-policy.ts";

const changed = (change: object) => readPolicy({ ...DEFAULT_POLICY, ...change });
const gates = (change: object) => changed({ gates: { ...DEFAULT_POLICY.gates, ...change } });
const rollout = (stepsBp: unknown, bakeHours: unknown = 48) => changed({ rollout: { stepsBp, bakeHours } });

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
  { name: "no quality term", read: gates({ quality: {} }), pointer: "/gates/quality" },
  { name: "quality missing", read: gates({ quality: undefined }), pointer: "/gates/quality" },
  { name: "quality above 1", read: gates({ quality: { min: 84 } }), pointer: "/gates/quality/min" },
  { name: "unknown metric", read: gates({ speed: { max: 1 } }), pointer: "/gates/speed" },
  {
    name: "negative increase",
    read: gates({ tokens: { maxIncrease: -0.1 } }),
    pointer: "/gates/tokens/maxIncrease",
  },
  {
    name: "an increase in percent",
    read: gates({ tokens: { maxIncrease: "15%" } }),
    pointer: "/gates/tokens/maxIncrease",
  },
  { name: "latency 0", read: gates({ latencyP95Ms: { max: 0 } }), pointer: "/gates/latencyP95Ms/max" },
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
