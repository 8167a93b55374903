import { isDrift } from "../../domain/environments/allocation.ts";
import { AppError } from "../../domain/errors.ts";
import { type Blocker, type BlockerFacts, holdsApproval, listBlockers } from "../../domain/gates/blockers.ts";
import { costReviewOf, evaluateGate, type GateResult, verdictOf } from "../../domain/gates/evaluate-gate.ts";
import { evidenceDigest } from "../../domain/gates/evidence-digest.ts";
import type { GateTerm } from "../../domain/gates/gate-term.ts";
import type { PromotionPolicy, ShadowRequirement } from "../../domain/policy/schema.ts";
import { floorsOf, strictestShadow } from "../../domain/policy/unite-policies.ts";
import type { ReviewRules, ReviewSubject } from "../../domain/promotions/review-rules.ts";
import { termsDigest } from "../../domain/promotions/terms-digest.ts";
import { rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import type { Reader } from "../client.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "./environment-facts.ts";
import { loadEvalSpend } from "./load-eval-spend.ts";
import {
  type EvidenceRun,
  findNewestRun,
  listUnpinnedRuns,
  listUnpinnedRunsOf,
} from "./load-gate-evidence.ts";
import { loadPromotionWaits, type PromotionWaits } from "./load-promotion-waits.ts";
import type { Project } from "./projects.ts";
import { readLayout } from "./read-layout.ts";
import { findOwnPolicy, type JudgingPolicy, readPolicyOf } from "./read-policy.ts";
import { releaseAuthorIds } from "./release-authors.ts";
import { runFastGate } from "./run-fast-gate.ts";

/** A promotion as things are now: what the gates say, what stands in the way, and what a review would be bound to. */
export type Assessment = {
  subject: ReviewSubject;
  rules: ReviewRules;
  /** The policy whose words, steps and times count; with two policies their blockers are united. */
  policy: PromotionPolicy;
  /** Both where the candidate carries another one than the release it replaces, else one. */
  policies: readonly { label: string; policy: PromotionPolicy }[];
  policyVersionId: string | null;
  gate: GateResult;
  fastChecks: GateTerm[];
  evidence: (EvidenceRun & { role: "candidate" | "control" })[];
  authorIds: ReadonlySet<string>;
  /** What a promotion would be composed on now. */
  currentBaseId: string | null;
  proposeBlockers: Blocker[];
  approveBlockers: Blocker[];
  mergeBlockers: Blocker[];
};

export type AssessInput = {
  releaseId: string;
  environment: string;
  baseReleaseId: string | null;
  /** The account that proposed (or would propose) it. */
  authorId: string;
  now: Date;
};

/** assessPromotion judges a release for an environment. Throws not-found for a release or environment of nobody here. */
export async function assessPromotion(db: Reader, project: Project, input: AssessInput): Promise<Assessment> {
  const { releaseId, baseReleaseId } = input;
  const release = await db.release.findUnique({
    where: { projectId_id: { projectId: project.id, id: releaseId } },
    include: { components: true },
  });
  if (release === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const facts = await loadEnvironmentFacts(db, project.id, input.environment);
  const policies = await judgingPolicies(db, project, { releaseId, baseReleaseId });
  const layout = await readLayout(db, project.id);
  const monthlyRequests = layout?.monthlyRequests ?? null;
  const { gate, evidence } = await judgeEvidence(db, project, { ...input, monthlyRequests }, policies);
  const unpinnedRunNumbers = await listUnpinnedRuns(db, project.id, release.createdAt);
  // What git says may only raise what the project and the policies ask for.
  const floors = floorsOf({
    project,
    policies: policies.map(({ policy }) => policy),
    layout,
    environment: input.environment,
  });
  const asked = { requires: floors.requiredKinds, components: release.components, policies };
  const spend = await loadEvalSpend(db, project.id, releaseId);
  const fastChecks = await runFastGate(db, { ...asked, monthlyRequests, ...spend });
  const [primary] = policies;
  const authorIds = await authorsOf(db, project, input);
  const subject: ReviewSubject = {
    manifestDigest: release.manifestDigest,
    baseReleaseId,
    policyLabel: policies.map((policy) => policy.label).join(" + "),
    evidenceDigest: evidenceDigest(evidence),
  };
  const shadow = strictestShadow(policies.map(({ policy }) => policy.shadow.required));
  const waits = await loadPromotionWaits(db, project.id, { ...input, layout });
  const known = { input, facts, fastChecks, gate, unpinnedRunNumbers, waits, shadow };
  const blockersFor = (purpose: BlockerFacts["for"]) => listBlockers(blockerFacts(purpose, known));
  const mergeBlockers = blockersFor("merge");
  return {
    subject,
    rules: {
      subject,
      termsDigest: termsDigest([...fastChecks, ...gate.terms]),
      reviewersNeeded: floors.reviewers,
      reviewerIds: await reviewersOf(db, project, input.environment, authorIds),
      costReview: costReviewOf([...fastChecks, ...gate.terms]),
      reviewTtlHours: Math.min(...policies.map(({ policy }) => policy.reviews.ttlHours)),
    },
    policy: primary.policy,
    policies: policies.map(({ label, policy }) => ({ label, policy })),
    policyVersionId: primary.versionId,
    gate,
    fastChecks,
    evidence,
    authorIds,
    currentBaseId: facts.baseReleaseId,
    proposeBlockers: blockersFor("propose"),
    approveBlockers: mergeBlockers.filter((blocker) => holdsApproval(blocker, shadow)),
    mergeBlockers,
  };
}

type Policies = [JudgingPolicy, ...JudgingPolicy[]];

/** The policy of the desired release judges; where the candidate carries another, both do. */
async function judgingPolicies(
  db: Reader,
  project: Project,
  ids: { releaseId: string; baseReleaseId: string | null },
): Promise<Policies> {
  const judging = await readPolicyOf(db, project.id, ids.baseReleaseId);
  const own = await findOwnPolicy(db, project.id, ids.releaseId);
  return own === null || own.versionId === judging.versionId ? [judging] : [judging, own];
}

async function judgeEvidence(
  db: Reader,
  project: Project,
  input: AssessInput & { monthlyRequests: number | null },
  policies: Policies,
) {
  const { releaseId, baseReleaseId, monthlyRequests } = input;
  const candidate = await findNewestRun(db, project.id, releaseId);
  const unpinnedRuns = candidate === null ? await listUnpinnedRunsOf(db, project.id, releaseId) : [];
  // What every judging policy lets differ: a base that only one of them would compare does not satisfy both.
  const across = policies
    .map(({ policy }) => policy.evalGate.across ?? [])
    .reduce((common, kinds) => common.filter((kind) => kinds.includes(kind)));
  const wanted = candidate === null ? null : { key: candidate.evidenceKey, across };
  const baseline = baseReleaseId === null ? null : await findNewestRun(db, project.id, baseReleaseId, wanted);
  const hasBaseRelease = baseReleaseId !== null;
  const results = policies.map(({ policy }) =>
    evaluateGate({ policy, candidate, baseline, hasBaseRelease, monthlyRequests, unpinnedRuns }),
  );
  const evidence: Assessment["evidence"] = [
    ...(candidate === null ? [] : [{ ...candidate, role: "candidate" as const }]),
    ...(baseline === null ? [] : [{ ...baseline, role: "control" as const }]),
  ];
  return { gate: uniteGates(results), evidence };
}

/** Each policy has to be satisfied: one under which nothing could be judged is no pass beside another that passed. */
function uniteGates(results: readonly GateResult[]): GateResult {
  const terms = results.flatMap((result) => result.terms);
  const summed = verdictOf(terms);
  if (results.every((result) => result.verdict === "not_run")) return { verdict: "not_run", terms };
  const isOpen = results.some((result) => result.verdict === "insufficient");
  return { verdict: isOpen && summed !== "fail" ? "insufficient" : summed, terms };
}

function blockerFacts(
  purpose: BlockerFacts["for"],
  known: {
    input: AssessInput;
    facts: EnvironmentFacts;
    fastChecks: GateTerm[];
    gate: GateResult;
    unpinnedRunNumbers: number[];
    waits: PromotionWaits;
    shadow: ShadowRequirement;
  },
): BlockerFacts {
  const { input, facts } = known;
  const { openRollout, openReconciliation } = facts;
  return {
    for: purpose,
    releaseId: input.releaseId,
    baseReleaseId: input.baseReleaseId,
    currentBaseId: facts.baseReleaseId,
    desiredReleaseId: facts.environment.desiredReleaseId,
    shadow: { required: known.shadow, state: "not_run" },
    ...known.waits,
    fastChecks: known.fastChecks,
    gate: known.gate,
    unpinnedRunNumbers: known.unpinnedRunNumbers,
    openRollout:
      openRollout === null ? null : { number: openRollout.number, state: rolloutStateOf(openRollout) },
    openReconciliation,
    isDrift: isDrift({
      desiredReleaseId: facts.environment.desiredReleaseId,
      allocation: facts.allocation,
      openRolloutCandidateId: openRollout?.candidateReleaseId ?? null,
    }),
    quarantine: facts.quarantined.has(input.releaseId) ? { reason: "it was rolled back" } : null,
  };
}

async function authorsOf(db: Reader, project: Project, input: AssessInput): Promise<ReadonlySet<string>> {
  const ids = await releaseAuthorIds(db, project.id, input.releaseId, input.baseReleaseId);
  return new Set([...ids, input.authorId]);
}

/** Who holds the reviewer role for an environment now, and wrote no part of what is proposed. */
async function reviewersOf(
  db: Reader,
  project: Project,
  environment: string,
  authorIds: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const rows = await db.membership.findMany({
    where: {
      projectId: project.id,
      role: "reviewer",
      environment: { in: ["", environment] },
      account: { disabledAt: null },
    },
    select: { accountId: true },
  });
  return new Set(rows.map((row) => row.accountId).filter((id) => !authorIds.has(id)));
}
