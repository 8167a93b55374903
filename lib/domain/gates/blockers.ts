import { assertNever } from "../assert-never.ts";
import type { ShadowRequirement } from "../policy/schema.ts";
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
  "shadow_not_run",
  "changes_requested",
  "cost_review",
  "rollout_open",
  "reconciliation_open",
  "unreviewed_change",
  "history_rewritten",
  "frozen",
] as const;
/** `not_served_in:staging` names the environment that the release has to have been served in first. */
export type BlockerCode = (typeof BLOCKER_CODES)[number] | `not_served_in:${string}`;
export type Blocker = { code: BlockerCode; sentence: string };

export type BlockerFacts = {
  /** Proposing asks whether the promotion may exist; merging, whether production may move. */
  for: "propose" | "merge";
  releaseId: string;
  /** The release it was composed on; null for an environment's first release. */
  baseReleaseId: string | null;
  /** What a promotion would be composed on now (promotionBase). */
  currentBaseId: string | null;
  desiredReleaseId: string | null;
  fastChecks: readonly GateTerm[];
  /** Null while the gate has not been evaluated. */
  gate: GateResult | null;
  /** Runs that name no release: they satisfy no gate. */
  unpinnedRunNumbers: readonly number[];
  openRollout: { number: number; state: RolloutState } | null;
  openReconciliation: { number: number; kind: string } | null;
  /** Git names a release that neither arm explains (isDrift). */
  isDrift: boolean;
  quarantine: { reason: string } | null;
  /** When a policy asks for a shadow comparison, and whether one was made: only `done` passes. */
  shadow: { required: ShadowRequirement; state: "done" | "not_run" };
  /** `after:` of tupelo.yaml, and whether the release has been served there to all; null where none is named. */
  after: { environment: string; isServed: boolean } | null;
  /** The freeze that runs now and ends last; null where none runs. */
  freeze: { endsAt: Date; reason: string } | null;
  /** Main was force-pushed, and no admin has accepted what it holds now. */
  isHistoryRewritten: boolean;
};

/**
 * listBlockers is the one answer to "what stands in the way", for the page, the services and the worker. A promotion
 * may be proposed while evidence is missing, a rollout runs or a reconciliation is open; it may not be merged.
 */
export function listBlockers(facts: BlockerFacts): Blocker[] {
  const blockers = [
    ...releaseBlockers(facts),
    ...facts.fastChecks.flatMap((check) => fastBlocker(check, facts.for)),
    ...(facts.for === "merge" ? [...gateBlockers(facts), ...shadowBlockers(facts)] : []),
    ...(facts.for === "merge" ? [...environmentBlockers(facts), ...waitBlockers(facts)] : []),
  ];
  const told = new Set<string>();
  return blockers
    .filter(({ code, sentence }) => {
      const isNew = !told.has(`${code} ${sentence}`);
      told.add(`${code} ${sentence}`);
      return isNew;
    })
    .sort((left, right) => orderOf(left.code) - orderOf(right.code));
}

function orderOf(code: BlockerCode): number {
  const index = BLOCKER_CODES.findIndex((known) => known === code);
  return index < 0 ? BLOCKER_CODES.indexOf("rollout_open") : index;
}

function releaseBlockers(facts: BlockerFacts): Blocker[] {
  const blockers: Blocker[] = [];
  if (facts.quarantine !== null) {
    const sentence = `${facts.releaseId} is quarantined (${facts.quarantine.reason}): a reviewer has to lift that first.`;
    blockers.push({ code: "quarantined", sentence });
  }
  if (facts.releaseId === facts.currentBaseId) {
    blockers.push({ code: "already_desired", sentence: `${facts.releaseId} is already what git names.` });
  } else if (facts.baseReleaseId !== facts.currentBaseId) {
    const [base, current] = [facts.baseReleaseId ?? "nothing", facts.currentBaseId ?? "nothing"];
    const sentence = `The base moved from ${base} to ${current}: compose the release again on the new base.`;
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
  // Git names it already and it is being reviewed after all: its own merge is what closes the reconciliation.
  if (isTheUnreviewedOne(facts)) return blockers;
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

function isTheUnreviewedOne({ openReconciliation, releaseId, desiredReleaseId }: BlockerFacts): boolean {
  return openReconciliation?.kind === "unreviewed_change" && releaseId === desiredReleaseId;
}

/** Nothing measured is never a pass: a policy that asks for a shadow comparison waits for one. */
function shadowBlockers({ shadow }: BlockerFacts): Blocker[] {
  if (shadow.state === "done") return [];
  switch (shadow.required) {
    case "never":
      return [];
    case "before_review":
    case "before_canary": {
      const when = shadow.required === "before_review" ? "before review" : "before the first step";
      const sentence = `The policy asks for a shadow comparison ${when}, and none was made.`;
      return [{ code: "shadow_not_run", sentence }];
    }
    default:
      return assertNever(shadow.required);
  }
}

/** What only time, another environment or an admin can end. None of it holds up the way back. */
function waitBlockers({ after, freeze, isHistoryRewritten, releaseId }: BlockerFacts): Blocker[] {
  const blockers: Blocker[] = [];
  if (after !== null && !after.isServed) {
    const sentence = `${releaseId} was not served to all in ${after.environment} yet: it has to go there first.`;
    blockers.push({ code: `not_served_in:${after.environment}`, sentence });
  }
  if (isHistoryRewritten) {
    const sentence =
      "Main does not hold any more what it held: an admin has to accept its rewritten history.";
    blockers.push({ code: "history_rewritten", sentence });
  }
  if (freeze !== null) {
    const sentence = `Frozen until ${minuteOf(freeze.endsAt)} UTC: ${freeze.reason}`;
    blockers.push({ code: "frozen", sentence });
  }
  return blockers;
}

function minuteOf(at: Date): string {
  return at.toISOString().slice(0, 16).replace("T", " ");
}

/**
 * holdsApproval says whether a blocker of merging also keeps people from approving. What passes by itself, or is
 * about when and not about what, holds only the merge; so does a shadow comparison asked for before the first step.
 */
export function holdsApproval({ code }: Blocker, shadow: ShadowRequirement): boolean {
  if (code.startsWith("not_served_in:")) return false;
  if (code === "shadow_not_run") return shadow === "before_review";
  return !PASSING_CODES.some((passing) => passing === code);
}

const PASSING_CODES: readonly BlockerCode[] = [
  "rollout_open",
  "reconciliation_open",
  "history_rewritten",
  "frozen",
];
