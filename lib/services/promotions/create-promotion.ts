import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promotionEndpoints } from "../../contracts/promotions.ts";
import type { Transaction } from "../../db/client.ts";
import { type Assessment, assessPromotion } from "../../db/queries/assess-promotion.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { saveGateResult } from "../../db/repositories/gate-results.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { type Audit, transact } from "../../db/transact.ts";
import type { Principal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { isReviewable } from "../../domain/gates/gate-term.ts";
import { nextPromotionState } from "../../domain/promotions/promotion-state.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { acceptState } from "../throw-refusal.ts";
import { tellOfPromotion } from "./tell-of-promotion.ts";

type Create = typeof promotionEndpoints.createPromotion;

const OPEN_STATES = ["draft", "gates", "shadow", "in_review", "approved", "merging"];

/**
 * createPromotion asks for a release to become the desired one of an environment. Its base is what git desires now.
 * The gates are judged at once: all passed leads to review, anything else stays at the gates with its reasons.
 */
export async function createPromotion(
  ctx: ServiceContext,
  input: { params: ParamsOf<Create>; body: BodyOf<Create> },
): Promise<ResponseOf<Create>> {
  const project = await resolveProject(ctx, input.params.project);
  const { releaseId, environment, title } = input.body;
  authorize(ctx, "promotion:propose", { projectId: project.id, environment });
  return transact(ctx, (tx, audit) =>
    insertPromotion(ctx, tx, audit, project, { releaseId, environment, title, recomposedFrom: null }),
  );
}

/** insertPromotion proposes a release in the caller's transaction, on what is the base of its environment now. */
export async function insertPromotion(
  ctx: ServiceContext,
  tx: Transaction,
  audit: Audit,
  project: Project,
  draft: { releaseId: string; environment: string; title: string; recomposedFrom: number | null },
): Promise<ResponseOf<Create>> {
  const { releaseId, environment, title, recomposedFrom } = draft;
  const author = authorOf(ctx.principal);
  const now = ctx.now();
  const number = await nextNumber(tx, "promotion", project.id);
  const { baseReleaseId } = await loadEnvironmentFacts(tx, project.id, environment);
  await refuseRepeated(tx, project, { releaseId, environment, desired: baseReleaseId });
  const assessment = await assessPromotion(tx, project, {
    ...{ releaseId, environment, baseReleaseId, authorId: author.id, now },
  });
  refuseBlocked(assessment);
  const state = acceptState(
    nextPromotionState("draft", {
      kind: isReviewable(assessment.gate.verdict) ? "gates_passed" : "gates_failed",
    }),
  );
  await tx.promotion.create({
    data: {
      projectId: project.id,
      number,
      environment,
      releaseId,
      baseReleaseId,
      recomposedFrom,
      title,
      state,
      authorId: author.id,
      authorName: author.name,
      policyLabel: assessment.subject.policyLabel,
      createdAt: now,
    },
  });
  await saveGateResult(tx, { projectId: project.id, promotionNumber: number, assessment, now });
  audit({
    chain: project.id,
    action: "promotion.proposed",
    resourceKind: "promotion",
    resourceId: String(number),
    environment,
    releaseId,
    before: { state: "draft" },
    after: {
      state,
      base: baseReleaseId,
      policy: assessment.subject.policyLabel,
      gate: assessment.gate.verdict,
    },
    reason: title,
  });
  await tellOfPromotion(
    ctx,
    tx,
    {
      projectId: project.id,
      number,
      environment,
      releaseId,
      state: "draft",
      version: 0,
      authorId: author.id,
    },
    { state, reviewerIds: assessment.rules.reviewerIds },
  );
  return { number, state };
}

/** A key's proposals are its owner's. */
function authorOf(principal: Principal): { id: string; name: string } {
  switch (principal.kind) {
    case "key":
      return { id: principal.ownerId, name: `${principal.name} (API key)` };
    case "account":
    case "service":
      return { id: principal.id, name: principal.name };
  }
}

async function refuseRepeated(
  tx: Transaction,
  project: Project,
  facts: { releaseId: string; environment: string; desired: string | null },
): Promise<void> {
  const { releaseId, environment } = facts;
  if (facts.desired === releaseId)
    throw new AppError("no-op", `Git desires ${releaseId} for ${environment} already.`);
  const open = await tx.promotion.findFirst({
    where: { projectId: project.id, releaseId, environment, state: { in: OPEN_STATES } },
  });
  if (open !== null) {
    throw new AppError("no-op", `Promotion ${open.number} asks for the same already.`, {
      params: { number: open.number },
    });
  }
}

function refuseBlocked(assessment: Assessment): void {
  const [first] = assessment.proposeBlockers;
  if (first === undefined) return;
  throw new AppError("blocked", first.sentence, { params: { blockers: assessment.proposeBlockers } });
}
