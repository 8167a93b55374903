import { z } from "zod";
import type { Lineage } from "../../contracts/requests.ts";
import type { Reader } from "../client.ts";
import type { EvalRunModel, PromotionModel, ReviewModel } from "../generated/models.ts";
import { readEvidenceKey } from "./load-gate-evidence.ts";
import type { Project } from "./projects.ts";

type Decisions = Pick<Lineage, "promotion" | "reviews" | "evidence">;
type PromotionWithReviews = PromotionModel & { reviews: ReviewModel[] };

/** loadLineageDecisions reads on what evidence a release was let out, under which policy, and by whom. */
export async function loadLineageDecisions(
  db: Reader,
  project: Project,
  promotion: PromotionWithReviews | null,
): Promise<Decisions> {
  if (promotion === null) return { promotion: null, reviews: [], evidence: [] };
  const gate = await db.gateResult.findFirst({
    where: { projectId: project.id, promotionNumber: promotion.number },
    orderBy: { createdAt: "desc" },
  });
  return {
    promotion: {
      number: promotion.number,
      title: promotion.title,
      environment: promotion.environment,
      authorName: promotion.authorName,
      policyLabel: promotion.policyLabel,
      gateVerdict: gate?.verdict ?? null,
      pullNumber: promotion.pullNumber,
      branch: promotion.branch,
      mergeCommit: promotion.mergeCommit,
      mergedAt: promotion.mergedAt?.toISOString() ?? null,
    },
    reviews: promotion.reviews.map((review) => ({
      accountName: review.accountName,
      decision: review.decision === "approve" ? "approve" : "request_changes",
      comment: review.comment,
      costReviewed: review.costReviewed,
      createdAt: review.createdAt.toISOString(),
    })),
    evidence: await evidenceOf(db, project, z.array(z.string()).parse(gate?.evidenceIds ?? [])),
  };
}

async function evidenceOf(db: Reader, project: Project, ids: string[]): Promise<Lineage["evidence"]> {
  if (ids.length === 0) return [];
  const runs = await db.evalRun.findMany({
    where: { projectId: project.id, id: { in: ids } },
    orderBy: { number: "desc" },
  });
  return Promise.all(runs.map((run) => toEvidenceRun(db, run)));
}

async function toEvidenceRun(db: Reader, run: EvalRunModel): Promise<Lineage["evidence"][number]> {
  const { number, releaseId, tool, sentByName, selfReported, caseCount, createdAt } = run;
  const key = await readEvidenceKey(db, run);
  return {
    ...{ number, releaseId, tool, sentByName, selfReported, caseCount },
    instruments: Object.entries(key?.parts ?? {}).map(([name, part]) => ({ key: name, ...part })),
    createdAt: createdAt.toISOString(),
  };
}
