import type { EnvironmentDetail, ObservedGateways } from "../../contracts/environments.ts";
import { isDrift } from "../../domain/environments/allocation.ts";
import { observeAllocation } from "../../domain/environments/observed-allocation.ts";
import { lastKnownGood } from "../../domain/environments/rollback-target.ts";
import type { Reader } from "../client.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "./environment-facts.ts";
import { listGateways } from "./list-gateways.ts";
import { reconciliationRow } from "./reconciliation-row.ts";
import { rolloutRow } from "./rollout-row.ts";
import { rolloutWait } from "./rollout-wait.ts";
import { wayBackOf } from "./way-back.ts";

/** getEnvironment reads one environment with all that its page and a gateway's owner need. */
export async function getEnvironment(
  db: Reader,
  projectId: string,
  name: string,
  now: Date,
): Promise<EnvironmentDetail> {
  const facts = await loadEnvironmentFacts(db, projectId, name);
  const { leaving, target } = wayBackOf(facts);
  const candidate = facts.openRollout?.candidateReleaseId ?? null;
  const { environment } = facts;
  return {
    name: environment.name,
    version: environment.version,
    desired: desiredOf(facts),
    served: facts.allocation === null ? null : allocationRow(facts.allocation),
    lastKnownGood: lastKnownGood(facts.knownGood, facts.quarantined),
    rollbackTarget: target,
    rollbackChoices: facts.fullyServed.filter((id) => id !== leaving && !facts.quarantined.has(id)),
    drift: isDrift({
      desiredReleaseId: environment.desiredReleaseId,
      allocation: facts.allocation,
      openRolloutCandidateId: candidate,
    }),
    cooldownUntil: waitingUntil(facts, now),
    rollout:
      facts.openRollout === null
        ? null
        : rolloutRow(facts.openRollout, rolloutWait(facts, facts.openRollout, now)),
    reconciliation: facts.openReconciliation === null ? null : reconciliationRow(facts.openReconciliation),
    quarantined: [...facts.quarantined],
    requestsPerMinute: await requestsPerMinute(db, projectId, name, now),
    gateways: await observedGateways(db, facts, now),
    history: facts.history.slice(0, 20).map(allocationRow),
  };
}

/** listEnvironments reads all environments of a project, in the order in which a release goes through them. */
export async function listEnvironments(
  db: Reader,
  projectId: string,
  now: Date,
): Promise<EnvironmentDetail[]> {
  const rows = await db.environment.findMany({ where: { projectId }, orderBy: { position: "asc" } });
  const details: EnvironmentDetail[] = [];
  for (const row of rows) details.push(await getEnvironment(db, projectId, row.name, now));
  return details;
}

const MAX_GATEWAYS_SHOWN = 50;

async function observedGateways(
  db: Reader,
  { environment, allocation }: EnvironmentFacts,
  now: Date,
): Promise<ObservedGateways> {
  const here = { projectId: environment.projectId, environment: environment.name };
  const seen = observeAllocation(await listGateways(db, here, now), allocation?.version ?? null, now);
  const shown = seen.instances.slice(0, MAX_GATEWAYS_SHOWN);
  return {
    ...seen,
    instances: shown.map(({ lastSeenAt, warmReleaseIds, ...report }) => ({
      ...report,
      warmReleaseIds: [...warmReleaseIds],
      lastSeenAt: lastSeenAt.toISOString(),
    })),
  };
}

function waitingUntil({ cooldownUntil }: EnvironmentFacts, now: Date): string | null {
  return cooldownUntil !== null && cooldownUntil.getTime() > now.getTime()
    ? cooldownUntil.toISOString()
    : null;
}

function desiredOf({ environment }: EnvironmentFacts): EnvironmentDetail["desired"] {
  const { desiredReleaseId, desiredCommit, desiredAt } = environment;
  if (desiredReleaseId === null || desiredCommit === null || desiredAt === null) return null;
  return { releaseId: desiredReleaseId, commit: desiredCommit, since: desiredAt.toISOString() };
}

function allocationRow(row: NonNullable<EnvironmentFacts["allocation"]>) {
  return {
    version: row.version,
    control: row.controlReleaseId,
    candidate: row.candidateReleaseId,
    shareBp: row.shareBp,
    cause: row.cause,
    since: row.since.toISOString(),
  };
}

const RATE_WINDOW_MINUTES = 5;

/** Requests per minute over the last five minutes; null where nothing was ever recorded. */
async function requestsPerMinute(
  db: Reader,
  projectId: string,
  environment: string,
  now: Date,
): Promise<number | null> {
  const since = new Date(now.getTime() - RATE_WINDOW_MINUTES * 60_000);
  const rows = await db.$queryRaw<{ recent: bigint; any: boolean }[]>`
    SELECT
      (SELECT count(DISTINCT request_id) FROM traces.inference_call
       WHERE project_id = ${projectId} AND environment = ${environment}
         AND started_at >= ${since} AND started_at <= ${now}) AS recent,
      EXISTS (SELECT 1 FROM traces.inference_call
       WHERE project_id = ${projectId} AND environment = ${environment}) AS any`;
  const row = rows[0];
  if (row === undefined || !row.any) return null;
  return Number(row.recent) / RATE_WINDOW_MINUTES;
}
