import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../policy/default-policy.ts";
import { type BlockerFacts, holdsApproval, listBlockers } from "./blockers.ts";
import { evaluateGate } from "./evaluate-gate.ts";
import { checkFastGate } from "./fast-gate.ts";
import type { GateTerm } from "./gate-term.ts";

const fastFacts = {
  pinProblems: [],
  outputProblems: null,
  costs: [
    {
      policy: DEFAULT_POLICY,
      promptTokens: null,
      inputUsdPerMillionTokens: null,
      monthlyRequests: null,
      caseCount: null,
      spentUsd: null,
      unknownCostRuns: 0,
    },
  ],
};
const part = {
  kind: "prompt",
  name: "support",
  version: "2.8",
  digest: "sha256:p",
  contentDigest: "sha256:p",
  problems: [],
};
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
  currentBaseId: "698df6d7ad",
  desiredReleaseId: "698df6d7ad",
  fastChecks: checkFastGate({ ...fastFacts, requires: ["prompt"], parts: [part], policy: null }),
  gate: { verdict: "pass", terms: [term("pass", "token increase 3.2% <= 15%")] },
  unpinnedRunNumbers: [],
  openRollout: null,
  openReconciliation: null,
  isDrift: false,
  quarantine: null,
  shadow: { required: "never", state: "not_run" },
  after: null,
  freeze: null,
  isHistoryRewritten: false,
};
const codes = (change: Partial<BlockerFacts>) =>
  listBlockers({ ...clear, ...change }).map(({ code }) => code);

describe("merging", () => {
  test("nothing stands in the way of a release that proved itself", () => {
    expect(listBlockers(clear)).toEqual([]);
  });

  const unreadable = checkFastGate({
    ...fastFacts,
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
    { name: "a gate never evaluated", change: { gate: null }, expected: ["gate_not_run"] },
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
        gate: { verdict: "not_run", terms: [term("not_run", "no eval run of the candidate")] },
        unpinnedRunNumbers: [7],
      },
      expected: ["gate_not_run", "unpinned_evidence"],
    },
    {
      name: "a run that read what was not pinned",
      change: {
        gate: {
          verdict: "insufficient",
          terms: [{ ...term("insufficient", "eval run #7 is unpinned"), id: "pinning" }],
        },
      },
      expected: ["unpinned_evidence"],
    },
    {
      name: "evidence from the wrong hands",
      change: {
        gate: {
          verdict: "insufficient",
          terms: [{ ...term("insufficient", "sent by Jin"), id: "evidence_source" }],
        },
      },
      expected: ["evidence_source"],
    },
    {
      name: "not a cost review: people do that, while they approve",
      change: {
        gate: { verdict: "needs_review", terms: [term("needs_review", "token increase 12% > 10%")] },
      },
      expected: [],
    },
    { name: "a moved base", change: { currentBaseId: "aaaaaaaaaa" }, expected: ["base_moved"] },
    { name: "a base where there was none", change: { baseReleaseId: null }, expected: ["base_moved"] },
    {
      name: "the desired release itself",
      change: { currentBaseId: "f91be2a454" },
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
      change: { openReconciliation: { number: 2, kind: "rolled_back" } },
      expected: ["reconciliation_open"],
    },
    {
      name: "another environment first",
      change: { after: { environment: "staging", isServed: false } },
      expected: ["not_served_in:staging"],
    },
    {
      name: "nothing once it was served there",
      change: { after: { environment: "staging", isServed: true } },
      expected: [],
    },
    {
      name: "a freeze",
      change: { freeze: { endsAt: new Date("2026-12-27T08:00:00Z"), reason: "Holidays" } },
      expected: ["frozen"],
    },
    { name: "rewritten history", change: { isHistoryRewritten: true }, expected: ["history_rewritten"] },
    {
      name: "a shadow comparison that nobody made",
      change: { shadow: { required: "before_review", state: "not_run" } },
      expected: ["shadow_not_run"],
    },
    {
      name: "a shadow comparison that nobody made before the first step",
      change: { shadow: { required: "before_canary", state: "not_run" } },
      expected: ["shadow_not_run"],
    },
    {
      name: "no shadow comparison where one was made",
      change: { shadow: { required: "before_review", state: "done" } },
      expected: [],
    },
    {
      name: "nothing of the change that is being reviewed after all",
      change: {
        releaseId: "f91be2a454",
        desiredReleaseId: "f91be2a454",
        openReconciliation: { number: 2, kind: "unreviewed_change" },
        isDrift: true,
      },
      expected: [],
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
    const evidenceKey = { parts: {}, caseIdsDigest: "sha256:c", featureSnapshot: null };
    const sent = {
      number: 7,
      origin: "upload",
      selfReported: false,
      sentByName: "Jin",
    } as const;
    const gate = evaluateGate({
      policy: DEFAULT_POLICY,
      candidate: {
        summary: { ...summary, quality: 0.87, tokensMean: 790, latencyP95Ms: 970 },
        evidenceKey,
        ...sent,
      },
      baseline: {
        summary: { ...summary, quality: 0.84, tokensMean: 620, latencyP95Ms: 820 },
        evidenceKey,
        ...sent,
      },
      hasBaseRelease: true,
      monthlyRequests: null,
      unpinnedRuns: [],
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
      openReconciliation: { number: 2, kind: "rolled_back" },
    };
    expect(codes({ for: "propose", ...open })).toEqual([]);
  });

  test("is free while a cost is not known yet, which holds up the merge", () => {
    const unknown = {
      ...term("insufficient", "not known without a price for the model"),
      id: "static_cost" as const,
    };
    expect(codes({ for: "propose", fastChecks: [unknown] })).toEqual([]);
    expect(codes({ for: "merge", fastChecks: [unknown] })).toEqual(["cost_unknown"]);
  });

  test("is refused for a quarantined release and for one that floats", () => {
    const parts = [{ ...part, version: "latest" }];
    const fastChecks = checkFastGate({ ...fastFacts, requires: [], parts, policy: null });
    expect(codes({ for: "propose", quarantine: { reason: "breach" }, fastChecks })).toEqual([
      "quarantined",
      "floating_reference",
    ]);
  });
});

describe("holding up an approval", () => {
  test.each([
    { code: "gate_failed", shadow: "never", holds: true },
    { code: "base_moved", shadow: "never", holds: true },
    { code: "rollout_open", shadow: "never", holds: false },
    { code: "reconciliation_open", shadow: "never", holds: false },
    { code: "frozen", shadow: "never", holds: false },
    { code: "history_rewritten", shadow: "never", holds: false },
    { code: "not_served_in:staging", shadow: "never", holds: false },
    { code: "shadow_not_run", shadow: "before_review", holds: true },
    { code: "shadow_not_run", shadow: "before_canary", holds: false },
  ] as const)("$code with a shadow comparison $shadow: $holds", ({ code, shadow, holds }) => {
    expect(holdsApproval({ code, sentence: "" }, shadow)).toBe(holds);
  });

  test("a freeze says until when and why", () => {
    const freeze = { endsAt: new Date("2026-12-27T08:00:00Z"), reason: "Holidays" };
    expect(listBlockers({ ...clear, freeze })).toEqual([
      { code: "frozen", sentence: "Frozen until 2026-12-27 08:00 UTC: Holidays" },
    ]);
    expect(listBlockers({ ...clear, for: "propose", freeze })).toEqual([]);
  });
});
