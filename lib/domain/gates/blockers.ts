import { assertNever } from "../assert-never.ts";
import type { RolloutState } from "../rollout/rollout-state.ts";
import type { GateResult } from "./evaluate-gate.ts";
import { type GateTerm, type GateTermId, isReviewable } from "./gate-term.ts";

/** What can stand between a release and an environment, in the order in which it is told. */
export const BLOCKER_CODES = [
  "quarantined",
  "already_desired",
  "base_moved",
  "missing_kind",
  "floating_reference",
  "unknown_digest",
  "policy_unreadable",
  "invalid_content",
  "wrong_digest",
  "cost_unknown",
  "gate_failed",
  "not_comparable",
  "gate_not_run",
  "gate_insufficient",
  "evidence_source",
  "unpinned_evidence",
  "changes_requested",
  "cost_review",
  "rollout_open",
  "reconciliation_open",
  "unreviewed_change",
] as const;
export type BlockerCode = (typeof BLOCKER_CODES)[number];
export type Blocker = { code: BlockerCode; sentence: string };

export type BlockerFacts = {
  /** Proposing asks whether the promotion may exist; merging, whether production may move. */
  for: "propose" | "merge";
  releaseId: string;
  /** The release it was composed on; null for an environment's first release. */
  baseReleaseId: string | null;
  desiredReleaseId: string | null;
  fastChecks: readonly GateTerm[];
  /** Null while the gate has not been evaluated. */
  gate: GateResult | null;
  /** Runs that name no release: they satisfy no gate. */
  unpinnedRunNumbers: readonly number[];
  openRollout: { number: number; state: RolloutState } | null;
  openReconciliation: { number: number } | null;
  /** Git names a release that neither arm explains (isDrift). */
  isDrift: boolean;
  quarantine: { reason: string } | null;
};

/**
 * listBlockers is the one answer to "what stands in the way", for the page, the services and the worker. A promotion
 * may be proposed while evidence is missing, a rollout runs or a reconciliation is open; it may not be merged.
 */
export function listBlockers(facts: BlockerFacts): Blocker[] {
  const blockers = [
    ...releaseBlockers(facts),
    ...facts.fastChecks.flatMap((check) => fastBlocker(check, facts.for)),
    ...(facts.for === "merge" ? [...gateBlockers(facts), ...environmentBlockers(facts)] : []),
  ];
  const told = new Set<string>();
  return blockers
    .filter(({ code, sentence }) => {
      const isNew = !told.has(`${code} ${sentence}`);
      told.add(`${code} ${sentence}`);
      return isNew;
    })
    .sort((left, right) => BLOCKER_CODES.indexOf(left.code) - BLOCKER_CODES.indexOf(right.code));
}

function releaseBlockers(facts: BlockerFacts): Blocker[] {
  const blockers: Blocker[] = [];
  if (facts.quarantine !== null) {
    const sentence = `${facts.releaseId} is quarantined (${facts.quarantine.reason}): a reviewer has to lift that first.`;
    blockers.push({ code: "quarantined", sentence });
  }
  if (facts.releaseId === facts.desiredReleaseId) {
    blockers.push({ code: "already_desired", sentence: `${facts.releaseId} is already what git names.` });
  } else if (facts.baseReleaseId !== facts.desiredReleaseId) {
    const [base, desired] = [facts.baseReleaseId ?? "nothing", facts.desiredReleaseId ?? "nothing"];
    const sentence = `The base moved from ${base} to ${desired}: compose the release again on the new base.`;
    blockers.push({ code: "base_moved", sentence });
  }
  return blockers;
}

/** What is wrong stops a proposal; what is not known yet, or needs a second look, only the merge. */
function fastBlocker({ id, verdict, sentence }: GateTerm, purpose: BlockerFacts["for"]): Blocker[] {
  const isOpen = verdict === "fail" || (verdict === "insufficient" && purpose === "merge");
  if (!isOpen) return [];
  const isMoney = id === "static_cost" || id === "budget";
  return [{ code: isMoney && verdict === "fail" ? "gate_failed" : fastCode(id), sentence }];
}

function fastCode(id: GateTermId): BlockerCode {
  switch (id) {
    case "required_kinds":
      return "missing_kind";
    case "floating_references":
      return "floating_reference";
    case "digests":
      return "unknown_digest";
    case "policy":
      return "policy_unreadable";
    case "content":
    case "prompt_lint":
    case "recorded_outputs":
      return "invalid_content";
    case "hashes":
      return "wrong_digest";
    case "static_cost":
    case "budget":
      return "cost_unknown";
    default:
      return "gate_failed";
  }
}

function gateBlockers({ gate, unpinnedRunNumbers }: BlockerFacts): Blocker[] {
  if (gate === null) return [{ code: "gate_not_run", sentence: "The gate has not been evaluated yet." }];
  if (isReviewable(gate.verdict)) return [];
  const blockers = gate.terms.flatMap(termBlocker);
  if (blockers.length === 0)
    blockers.push({ code: "gate_insufficient", sentence: "No term of the policy could be judged." });
  if (unpinnedRunNumbers.length > 0 && gate.terms.some(({ verdict }) => LACKING.includes(verdict))) {
    const runs = unpinnedRunNumbers.map((number) => `#${number}`).join(", ");
    const sentence = `Eval run ${runs} names no release and satisfies no gate: upload it again with its release.`;
    blockers.push({ code: "unpinned_evidence", sentence });
  }
  return blockers;
}

const LACKING: readonly GateTerm["verdict"][] = ["insufficient", "not_run"];

function termBlocker({ id, verdict, sentence }: GateTerm): Blocker[] {
  switch (verdict) {
    case "pass":
    case "needs_review":
    case "not_applicable":
      return [];
    case "fail":
      return [{ code: "gate_failed", sentence }];
    case "insufficient":
      return [{ code: insufficientCode(id), sentence }];
    case "not_run":
      return [{ code: "gate_not_run", sentence }];
    case "not_comparable":
      return [{ code: "not_comparable", sentence }];
    default:
      return assertNever(verdict);
  }
}

function insufficientCode(id: GateTermId): BlockerCode {
  if (id === "pinning") return "unpinned_evidence";
  return id === "evidence_source" ? "evidence_source" : "gate_insufficient";
}

function environmentBlockers(facts: BlockerFacts): Blocker[] {
  const blockers: Blocker[] = [];
  const { openRollout, openReconciliation } = facts;
  if (openRollout !== null && holdsTheEnvironment(openRollout.state)) {
    const sentence = `Rollout #${openRollout.number} is ${openRollout.state}: it has to end first.`;
    blockers.push({ code: "rollout_open", sentence });
  }
  if (openReconciliation !== null) {
    const sentence = `Reconciliation #${openReconciliation.number} is open: git has to name what is served first.`;
    blockers.push({ code: "reconciliation_open", sentence });
  }
  if (openReconciliation === null && facts.isDrift) {
    const sentence = `Git names ${facts.desiredReleaseId ?? "nothing"}, which was not reviewed here and is not served: take that back first.`;
    blockers.push({ code: "unreviewed_change", sentence });
  }
  return blockers;
}

/** A baking rollout lets the next merge come; that merge ends it `superseded`. */
function holdsTheEnvironment(state: RolloutState): boolean {
  return state === "waiting" || state === "stepping" || state === "paused";
}
