import type pg from "pg";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { AllocationThen, trafficEndpoints } from "../../contracts/traffic.ts";
import { allocationAt } from "../../domain/environments/allocation-at.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import type { EnvironmentModel } from "../generated/models.ts";
import { readObserved } from "../traces/read-observed.ts";
import { toAuditEvent } from "./load-audit-events.ts";
import type { Project } from "./projects.ts";

type Get = typeof trafficEndpoints.getServedAt;

const WITHIN_SECONDS = 300;

/**
 * getServedAt says what an environment served at a moment: as it was told to, and as gateways reported within five
 * minutes of it, which differ while a gateway has not heard of a change. Throws not-found.
 */
export async function getServedAt(
  { db, traces }: { db: Reader; traces: pg.Pool },
  project: Project,
  ask: { environment: string; mayReadAudit: boolean } & QueryOf<Get>,
): Promise<ResponseOf<Get>> {
  const at = new Date(ask.at);
  const environment = await db.environment.findUnique({
    where: { projectId_name: { projectId: project.id, name: ask.environment } },
  });
  if (environment === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const around = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
  const observed = await readObserved(traces, {
    ...{ projectId: project.id, environment: ask.environment, region: ask.region },
    ...{ from: around(-WITHIN_SECONDS), to: around(WITHIN_SECONDS) },
  });
  return {
    at: at.toISOString(),
    allocation: await allocationThen(db, environment, at, ask.mayReadAudit),
    observedWithinSeconds: WITHIN_SECONDS,
    observed: observed.map(({ firstAt, lastAt, ...row }) => ({
      ...row,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    })),
  };
}

async function allocationThen(
  db: Reader,
  environment: EnvironmentModel,
  at: Date,
  mayReadAudit: boolean,
): Promise<AllocationThen | null> {
  const environmentId = environment.id;
  const next = await db.allocation.findFirst({
    where: { environmentId, createdAt: { gt: at } },
    orderBy: { version: "asc" },
  });
  const then = await db.allocation.findFirst({
    where: { environmentId, createdAt: { lte: at } },
    orderBy: { version: "desc" },
  });
  const history = [next, then].filter((row) => row !== null);
  const found = allocationAt(
    history.map((row) => ({ ...row, since: row.createdAt })),
    at,
  );
  if (found === null) return null;
  const { version, controlReleaseId, candidateReleaseId, shareBp, since, until, cause, rolloutNumber } =
    found;
  return {
    ...{ version, control: controlReleaseId, candidate: candidateReleaseId, shareBp, cause, rolloutNumber },
    by: mayReadAudit ? await whoAllocated(db, environment, version) : null,
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
  };
}

/** Whoever moves traffic says in the same transaction to which allocation. */
async function whoAllocated(
  db: Reader,
  { projectId, name }: EnvironmentModel,
  version: number,
): Promise<AllocationThen["by"]> {
  const event = await db.auditEvent.findFirst({
    where: { chain: projectId, environment: name, after: { path: ["allocationVersion"], equals: version } },
    orderBy: { seq: "asc" },
  });
  if (event === null) return null;
  const { actorKind, actorId, actorName, reason } = toAuditEvent(event);
  return { actorKind, actorId, actorName, reason };
}
