import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "../policy/default-policy.ts";
import { checkFastGate, type FastGateFacts } from "./fast-gate.ts";

const prompt = { kind: "prompt", name: "support", version: "2.8", digest: "sha256:p" };
const good: FastGateFacts = {
  requires: ["prompt"],
  parts: [prompt],
  policy: { ok: true, policy: DEFAULT_POLICY },
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
  ]);
});

test("a release without a policy of its own is judged by the default, which is said", () => {
  const [check] = checkFastGate({ ...good, policy: null }).slice(3);
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
])("$name fails", ({ change, says }) => {
  expect(failed(change)).toEqual([says]);
});
