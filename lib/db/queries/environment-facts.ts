import { type Allocation, servedReleaseId } from "../../domain/environments/allocation.ts";
import { cooldownUntil } from "../../domain/environments/cooldown.ts";
import { promotionBase } from "../../domain/environments/promotion-base.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import type {
  EnvironmentModel,
  ReconciliationModel,
  RollbackModel,
  RolloutModel,
} from "../generated/models.ts";
import { readPolicyOf } from "./read-policy.ts";

/** What the rules of motion need to know of an environment, read at one moment. */
export type EnvironmentFacts = {
  environment: EnvironmentModel;
  allocation: (Allocation & { since: Date }) | null;
  /** Newest first. */
  history: (Allocation & { since: Date; rolloutNumber: number | null })[];
  openRollout: RolloutModel | null;
  openReconciliation: ReconciliationModel | null;
  /** Newest first. */
  knownGood: { releaseId: string }[];
  quarantined: ReadonlySet<string>;
  /** Releases that had all subjects here, newest first. */
  fullyServed: string[];
  /** Of a rollback by a person or the controller; an abort and a followed revert are none. */
  lastRollbackAt: Date | null;
  /** Until when no rollout starts; null where none waits. It may be over: compare it with now. */
  cooldownUntil: Date | null;
  /** What a promotion is composed on now. */
  baseReleaseId: string | null;
};

const OPEN = ["waiting", "stepping", "baking", "paused"];
/** Those after which an environment cools down. */
const EMERGENCIES = ["break_glass", "controller"];
const MAX_HISTORY = 200;

/** loadEnvironmentFacts reads an environment of a project; an unknown name is not-found. */
export async function loadEnvironmentFacts(
  db: Reader,
  projectId: string,
  name: string,
): Promise<EnvironmentFacts> {
  const environment = await db.environment.findUnique({ where: { projectId_name: { projectId, name } } });
  if (environment === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const rows = await db.allocation.findMany({
    where: { environmentId: environment.id },
    orderBy: { version: "desc" },
    take: MAX_HISTORY,
  });
  const history = rows.map(({ createdAt, ...row }) => ({ ...row, since: createdAt }));
  const here = { projectId, environment: name };
  const [openRollout, openReconciliation, knownGood, quarantine, lastRollback] = [
    await db.rollout.findFirst({ where: { environmentId: environment.id, state: { in: OPEN } } }),
    await db.reconciliation.findFirst({ where: { ...here, state: "open" } }),
    await db.knownGood.findMany({ where: here, orderBy: { createdAt: "desc" } }),
    await db.quarantine.findMany({ where: { projectId, liftedAt: null }, select: { releaseId: true } }),
    await db.rollback.findFirst({
      where: { ...here, cause: { in: EMERGENCIES } },
      orderBy: { createdAt: "desc" },
    }),
  ];
  const allocation = history[0] ?? null;
  const served = allocation === null ? null : servedReleaseId(allocation);
  const lastRollbackAt = lastRollback?.createdAt ?? null;
  return {
    environment,
    allocation,
    history,
    openRollout,
    openReconciliation,
    knownGood,
    quarantined: new Set(quarantine.map((row) => row.releaseId)),
    fullyServed: await readFullyServed(db, environment.id),
    lastRollbackAt,
    cooldownUntil: await readCooldown(db, { environment, served, lastRollback }),
    baseReleaseId: promotionBase({
      desiredReleaseId: environment.desiredReleaseId,
      servedReleaseId: served,
      openReconciliation: openReconciliation?.kind ?? null,
    }),
  };
}

/** Over the whole history: a release of long ago may be gone back to as well. */
async function readFullyServed(db: Reader, environmentId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ releaseId: string }[]>`
    SELECT "releaseId" FROM (
      SELECT "controlReleaseId" AS "releaseId", version FROM allocation
      WHERE "environmentId" = ${environmentId} AND "controlReleaseId" IS NOT NULL
      UNION ALL
      SELECT "candidateReleaseId", version + 0.5 FROM allocation
      WHERE "environmentId" = ${environmentId} AND "candidateReleaseId" IS NOT NULL AND "shareBp" = 10000
    ) served GROUP BY "releaseId" ORDER BY max(version) DESC`;
  return rows.map((row) => row.releaseId);
}

/** The longest of all that are or were concerned, so that no merge shortens a wait that is running. */
async function readCooldown(
  db: Reader,
  facts: { environment: EnvironmentModel; served: string | null; lastRollback: RollbackModel | null },
): Promise<Date | null> {
  const { environment, served, lastRollback } = facts;
  const lastRollbackAt = lastRollback?.createdAt ?? null;
  const { cooldownEndedAt, desiredReleaseId, projectId } = environment;
  if (cooldownUntil({ lastRollbackAt, cooldownEndedAt, cooldownMinutes: 0 }) === null) return null;
  const minutes: number[] = [];
  for (const releaseId of new Set([served, desiredReleaseId, lastRollback?.fromReleaseId ?? null])) {
    minutes.push((await readPolicyOf(db, projectId, releaseId)).policy.cooldownMinutes);
  }
  return cooldownUntil({ lastRollbackAt, cooldownEndedAt, cooldownMinutes: Math.max(...minutes) });
}
