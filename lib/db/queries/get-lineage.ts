import type pg from "pg";
import type { Lineage } from "../../contracts/requests.ts";
import { servedReleaseId } from "../../domain/environments/allocation.ts";
import { servedPeriods } from "../../domain/environments/served-periods.ts";
import { AppError } from "../../domain/errors.ts";
import {
  type ComparedRelease,
  type Comparison,
  listComparisons,
} from "../../domain/lineage/list-comparisons.ts";
import type { Reader } from "../client.ts";
import { findRequest } from "../traces/find-request.ts";
import { readRegionTimes } from "../traces/windows/read-region-times.ts";
import { describeRequest } from "./describe-request.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "./environment-facts.ts";
import { getRelease } from "./get-release.ts";
import { loadLineageDecisions } from "./load-lineage-decisions.ts";
import { loadLineageParts } from "./load-lineage-parts.ts";
import type { Project } from "./projects.ts";

type Sources = { db: Reader; traces: pg.Pool };

/**
 * getLineage leads from any id of a request to its release, each part with content, commit and author, the review
 * and the pull request. Parts are compared with the release that `against` names, else with the most telling one. A
 * request that named no release of this project is `unattributed`. Throws not-found.
 */
export async function getLineage(
  { db, traces }: Sources,
  project: Project,
  { anyId, against }: { anyId: string; against?: Comparison | undefined },
): Promise<Lineage> {
  const record = await findRequest(traces, project.id, anyId);
  if (record === null) throw new AppError("not-found", "No request with this id was recorded here.");
  const { releaseId, described } = describeRequest(record);
  if (releaseId === null) return { ...described, ...NOTHING_KNOWN };
  const facts = await factsOf(db, project, described.environment);
  const promotion = await promotionOf(db, project, releaseId, described.environment);
  const comparisons = comparisonsOf(releaseId, facts, promotion?.baseReleaseId ?? null);
  const compared = comparisons.find(({ why }) => why === against) ?? comparisons[0] ?? null;
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
    comparisons,
    parts: await loadLineageParts(db, project, release.id, compared),
    ...(await loadLineageDecisions(db, project, promotion)),
    regionTimes: await regionTimesOf(traces, project, { environment: described.environment, releaseId }),
    servedPeriods: facts === null ? [] : servedPeriods(facts.history, release.id),
  };
}

const NOTHING_KNOWN = {
  release: null,
  comparedWith: null,
  comparisons: [],
  parts: [],
  promotion: null,
  reviews: [],
  evidence: [],
  regionTimes: [],
  servedPeriods: [],
};

function comparisonsOf(
  releaseId: string,
  facts: EnvironmentFacts | null,
  baseReleaseId: string | null,
): ComparedRelease[] {
  return listComparisons({
    releaseId,
    knownGood: facts?.knownGood ?? [],
    quarantined: facts?.quarantined ?? new Set(),
    servedReleaseId: facts?.allocation ? servedReleaseId(facts.allocation) : null,
    desiredReleaseId: facts?.environment.desiredReleaseId ?? null,
    fullyServed: facts?.fullyServed ?? [],
    baseReleaseId,
  });
}

async function regionTimesOf(
  traces: pg.Pool,
  project: Project,
  { environment, releaseId }: { environment: string | null; releaseId: string },
): Promise<Lineage["regionTimes"]> {
  if (environment === null) return [];
  const times = await readRegionTimes(traces, { projectId: project.id, environment, releaseId });
  return times.map(({ region, firstAt, lastAt, callCount }) => ({
    ...{ region, callCount },
    ...{ firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
  }));
}

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
