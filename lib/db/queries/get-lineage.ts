import type pg from "pg";
import type { Lineage, LineagePart } from "../../contracts/requests.ts";
import { servedPeriods } from "../../domain/environments/served-periods.ts";
import { AppError } from "../../domain/errors.ts";
import { type ComparedRelease, chooseComparison } from "../../domain/lineage/choose-comparison.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import type { Reader } from "../client.ts";
import { findRequest } from "../traces/find-request.ts";
import { describeRequest } from "./describe-request.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "./environment-facts.ts";
import { getRelease } from "./get-release.ts";
import { loadFileTexts } from "./load-file-texts.ts";
import type { Project } from "./projects.ts";

type Sources = { db: Reader; traces: pg.Pool };

/**
 * getLineage leads from any id of a request to its release, each part with content, commit and author, the review
 * and the pull request. A request that named no release of this project is `unattributed`. Throws not-found.
 */
export async function getLineage({ db, traces }: Sources, project: Project, anyId: string): Promise<Lineage> {
  const record = await findRequest(traces, project.id, anyId);
  if (record === null) throw new AppError("not-found", "No request with this id was recorded here.");
  const { releaseId, described } = describeRequest(record);
  if (releaseId === null) return { ...described, ...NOTHING_KNOWN };
  const facts = await factsOf(db, project, described.environment);
  const promotion = await promotionOf(db, project, releaseId, described.environment);
  const compared = chooseComparison({
    releaseId,
    knownGood: facts?.knownGood ?? [],
    quarantined: facts?.quarantined ?? new Set(),
    servedReleaseId: facts?.allocation?.controlReleaseId ?? null,
    baseReleaseId: promotion?.baseReleaseId ?? null,
  });
  const release = await getRelease(db, project, { releaseId });
  return {
    ...described,
    release: {
      id: release.id,
      manifestDigest: release.manifestDigest,
      createdAt: release.createdAt,
      createdByName: release.createdByName,
      isQuarantined: release.isQuarantined,
    },
    comparedWith: compared,
    parts: await partsOf(db, project, release.id, compared),
    ...(await decisionsOf(db, project, promotion)),
    servedPeriods: facts === null ? [] : servedPeriods(facts.history, release.id),
  };
}

const NOTHING_KNOWN = {
  release: null,
  comparedWith: null,
  parts: [],
  promotion: null,
  reviews: [],
  servedPeriods: [],
};

async function factsOf(
  db: Reader,
  project: Project,
  environment: string | null,
): Promise<EnvironmentFacts | null> {
  if (environment === null) return null;
  const known = await db.environment.findUnique({
    where: { projectId_name: { projectId: project.id, name: environment } },
  });
  return known === null ? null : loadEnvironmentFacts(db, project.id, environment);
}

async function promotionOf(db: Reader, project: Project, releaseId: string, environment: string | null) {
  return db.promotion.findFirst({
    where: {
      projectId: project.id,
      releaseId,
      state: "merged",
      ...(environment === null ? {} : { environment }),
    },
    orderBy: { number: "desc" },
    include: { reviews: { orderBy: { createdAt: "asc" } } },
  });
}

async function partsOf(
  db: Reader,
  project: Project,
  releaseId: string,
  compared: ComparedRelease | null,
): Promise<LineagePart[]> {
  const { parts } = await getRelease(db, project, { releaseId });
  const components = await db.releaseComponent.findMany({ where: { projectId: project.id, releaseId } });
  const versionIdByKey = new Map(components.map((row) => [row.key, row.artifactVersionId]));
  const texts = await loadFileTexts(
    db,
    components.map((row) => row.artifactVersionId),
  );
  const base =
    compared === null ? [] : (await getRelease(db, project, { releaseId: compared.releaseId })).parts;
  const baseByKey = new Map(base.map((part) => [part.key, part]));
  return parts.map(({ key, kind, name, version, digest, sighting }) => {
    const other = baseByKey.get(key);
    const isSame =
      other !== undefined && other.digest === digest && refOf(other) === refOf({ name, version });
    const change = other === undefined ? "added" : isSame ? "same" : "changed";
    return {
      ...{ key, kind, name, version, digest, sighting },
      change: compared === null ? null : change,
      comparedRef: other === undefined ? null : refOf(other),
      files: texts
        .filter((file) => file.artifactVersionId === versionIdByKey.get(key))
        .map(({ path, text }) => ({ path, text })),
    };
  });
}

type PromotionWithReviews = NonNullable<Awaited<ReturnType<typeof promotionOf>>>;

async function decisionsOf(
  db: Reader,
  project: Project,
  promotion: PromotionWithReviews | null,
): Promise<Pick<Lineage, "promotion" | "reviews">> {
  if (promotion === null) return { promotion: null, reviews: [] };
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
  };
}
