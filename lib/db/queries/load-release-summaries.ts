import type { ReleaseSummary } from "../../contracts/releases.ts";
import { servedReleaseId } from "../../domain/environments/allocation.ts";
import { describeChanges } from "../../domain/releases/describe-changes.ts";
import type { Reader } from "../client.ts";
import { loadGateMarks } from "./load-gate-marks.ts";

type Place = ReleaseSummary["environments"][number];

/**
 * loadReleaseSummaries reads releases for a list, in the order of `ids`. `changes` are against the release that was
 * composed before it in the project (empty for the first one); an environment is named once for each role.
 */
export async function loadReleaseSummaries(
  db: Reader,
  projectId: string,
  ids: readonly string[],
): Promise<ReleaseSummary[]> {
  const previousOf = await loadPrevious(db, projectId, ids);
  const wanted = [...new Set([...ids, ...previousOf.values()])];
  const rows = await db.release.findMany({
    where: { projectId, id: { in: wanted } },
    include: { components: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const facts = await loadFacts(db, projectId, ids);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const previous = byId.get(previousOf.get(id) ?? "");
    return [
      {
        id,
        manifestDigest: row.manifestDigest,
        createdAt: row.createdAt.toISOString(),
        createdByName: row.createdByName,
        changes: previous === undefined ? [] : describeChanges(previous.components, row.components),
        partCount: row.components.length,
        evalRunCount: facts.evalRunCounts.get(id) ?? 0,
        gates: facts.gateMarks.get(id) ?? { fast: "not_judged", eval: "not_run" },
        environments: facts.places.filter((place) => place.releaseId === id).map(({ place }) => place),
        isQuarantined: facts.quarantined.has(id),
        promotionNumbers: facts.promotions.filter((row) => row.releaseId === id).map((row) => row.number),
      },
    ];
  });
}

async function loadPrevious(
  db: Reader,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; previous: string | null }[]>`
    SELECT id, previous FROM (
      SELECT id, lag(id) OVER (ORDER BY "createdAt", id COLLATE "C") AS previous FROM release WHERE "projectId" = ${projectId}
    ) AS ordered WHERE id = ANY(${[...ids]}::text[])`;
  return new Map(rows.flatMap((row) => (row.previous === null ? [] : [[row.id, row.previous] as const])));
}

async function loadFacts(db: Reader, projectId: string, ids: readonly string[]) {
  const releaseId = { in: [...ids] };
  const evalRuns = await db.evalRun.groupBy({
    by: ["releaseId"],
    where: { projectId, releaseId },
    _count: true,
  });
  const quarantine = await db.quarantine.findMany({ where: { projectId, releaseId, liftedAt: null } });
  const promotions = await db.promotion.findMany({
    where: { projectId, releaseId },
    select: { releaseId: true, number: true },
    orderBy: { number: "desc" },
  });
  return {
    evalRunCounts: new Map(evalRuns.map((row) => [row.releaseId ?? "", row._count])),
    quarantined: new Set(quarantine.map((row) => row.releaseId)),
    promotions,
    gateMarks: await loadGateMarks(db, projectId, ids),
    places: await loadPlaces(db, projectId),
  };
}

async function loadPlaces(db: Reader, projectId: string): Promise<{ releaseId: string; place: Place }[]> {
  const environments = await db.environment.findMany({
    where: { projectId },
    orderBy: { position: "asc" },
    include: { allocations: { orderBy: { version: "desc" }, take: 1 } },
  });
  return environments.flatMap(({ name: environment, desiredReleaseId, allocations: [allocation] }) => {
    const served = allocation === undefined ? null : servedReleaseId(allocation);
    const candidate = allocation?.candidateReleaseId ?? null;
    const roles = [
      { releaseId: served, role: "served" as const },
      { releaseId: candidate === served ? null : candidate, role: "candidate" as const },
      { releaseId: desiredReleaseId, role: "desired" as const },
    ];
    return roles.flatMap(({ releaseId, role }) =>
      releaseId === null ? [] : [{ releaseId, place: { environment, role } }],
    );
  });
}
