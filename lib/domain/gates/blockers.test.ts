import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../policy/default-policy.ts";
import { type BlockerFacts, listBlockers } from "./blockers.ts";
import { evaluateGate } from "./evaluate-gate.ts";
import { checkFastGate } from "./fast-gate.ts";
import type { GateTerm } from "./gate-term.ts";

const part = { kind: "prompt", name: "support", version: "2.8", digest: "sha256:p" };
const term = (verdict: GateTerm["verdict"], sentence: string): GateTerm => ({
  id: "tokens",
  label: "Tokens per answer",
  verdict,
  control: 620,
  candidate: 790,
  limit: "at most +15%",
  arithmetic: "790 / 620 - 1 = 27.4%",
  sentence,
});

const clear: BlockerFacts = {
  for: "merge",
  releaseId: "f91be2a454",
  baseReleaseId: "698df6d7ad",
  desiredReleaseId: "698df6d7ad",
  fastChecks: checkFastGate({ requires: ["prompt"], parts: [part], policy: null }),
  gate: { verdict: "pass", terms: [term("pass", "token increase 3.2% <= 15%")] },
  unpinnedRunNumbers: [],
  openRollout: null,
  openReconciliation: null,
  isDrift: false,
  quarantine: null,
};
const codes = (change: Partial<BlockerFacts>) =>
  listBlockers({ ...clear, ...change }).map(({ code }) => code);

describe("merging", () => {
  test("nothing stands in the way of a release that proved itself", () => {
    expect(listBlockers(clear)).toEqual([]);
  });

  const unreadable = checkFastGate({
    requires: ["model"],
    parts: [{ ...part, version: "latest", digest: null }],
    policy: { ok: false, problems: [{ pointer: "/merge", message: "Invalid." }] },
  });
  test.each<{ name: string; change: Partial<BlockerFacts>; expected: string[] }>([
    {
      name: "every fast check that failed",
      change: { fastChecks: unreadable },
      expected: ["missing_kind", "floating_reference", "unknown_digest", "policy_unreadable"],
    },
    { name: "a gate never evaluated", change: { gate: null }, expected: ["gate_insufficient"] },
    {
      name: "a gate without a term that could be judged",
      change: { gate: { verdict: "insufficient", terms: [] } },
      expected: ["gate_insufficient"],
    },
    {
      name: "runs that cannot be compared, told once",
      change: {
        gate: {
          verdict: "insufficient",
          terms: [
            term("not_comparable", "other cases were run"),
            term("not_comparable", "other cases were run"),
          ],
        },
      },
      expected: ["not_comparable"],
    },
    {
      name: "evidence that names no release",
      change: {
        gate: { verdict: "insufficient", terms: [term("insufficient", "no eval run of the candidate")] },
        unpinnedRunNumbers: [7],
      },
      expected: ["gate_insufficient", "unpinned_evidence"],
    },
    { name: "a moved base", change: { desiredReleaseId: "aaaaaaaaaa" }, expected: ["base_moved"] },
    { name: "a base where there was none", change: { baseReleaseId: null }, expected: ["base_moved"] },
    {
      name: "the desired release itself",
      change: { desiredReleaseId: "f91be2a454" },
      expected: ["already_desired"],
    },
    {
      name: "a waiting rollout",
      change: { openRollout: { number: 1, state: "waiting" } },
      expected: ["rollout_open"],
    },
    {
      name: "a stepping rollout",
      change: { openRollout: { number: 1, state: "stepping" } },
      expected: ["rollout_open"],
    },
    {
      name: "a paused rollout",
      change: { openRollout: { number: 1, state: "paused" } },
      expected: ["rollout_open"],
    },
    { name: "not a baking rollout", change: { openRollout: { number: 1, state: "baking" } }, expected: [] },
    { name: "git names what nobody reviewed", change: { isDrift: true }, expected: ["unreviewed_change"] },
    {
      name: "an open reconciliation",
      change: { openReconciliation: { number: 2 } },
      expected: ["reconciliation_open"],
    },
    { name: "quarantine", change: { quarantine: { reason: "latency breach" } }, expected: ["quarantined"] },
  ])("blocked by: $name", ({ change, expected }) => {
    expect(codes(change)).toEqual(expected);
  });

  test("the article's candidate has one blocker: its tokens", () => {
    const summary = {
      caseCount: 20,
      errorCount: 0,
      passRate: 1,
      costUsdMean: null,
      caseIdsDigest: "sha256:c",
    };
    const evidenceKey = { parts: {}, caseIdsDigest: "sha256:c" };
    const gate = evaluateGate({
      policy: DEFAULT_POLICY,
      candidate: { summary: { ...summary, quality: 0.87, tokensMean: 790, latencyP95Ms: 970 }, evidenceKey },
      baseline: { summary: { ...summary, quality: 0.84, tokensMean: 620, latencyP95Ms: 820 }, evidenceKey },
      hasBaseRelease: true,
    });
    expect(listBlockers({ ...clear, gate })).toEqual([
      { code: "gate_failed", sentence: "token increase 27.4% > 15%" },
    ]);
  });
});

describe("proposing", () => {
  test("is free while evidence is missing, a rollout runs, a reconciliation is open", () => {
    const open: Partial<BlockerFacts> = {
      gate: null,
      openRollout: { number: 1, state: "stepping" },
      openReconciliation: { number: 2 },
    };
    expect(codes({ for: "propose", ...open })).toEqual([]);
  });

  test("is refused for a quarantined release and for one that floats", () => {
    const parts = [{ ...part, version: "latest" }];
    const fastChecks = checkFastGate({ requires: [], parts, policy: null });
    expect(codes({ for: "propose", quarantine: { reason: "breach" }, fastChecks })).toEqual([
      "quarantined",
      "floating_reference",
    ]);
  });
});
