import type { Allocation } from "../../domain/environments/allocation.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import type { EnvironmentModel, ReconciliationModel, RolloutModel } from "../generated/models.ts";

/** What the rules of motion need to know of an environment, read at one moment. */
export type EnvironmentFacts = {
  environment: EnvironmentModel;
  allocation: (Allocation & { since: Date }) | null;
  /** Newest first. */
  history: (Allocation & { since: Date })[];
  openRollout: RolloutModel | null;
  openReconciliation: ReconciliationModel | null;
  /** Newest first. */
  knownGood: { releaseId: string }[];
  quarantined: ReadonlySet<string>;
  /** Releases that had all subjects here, newest first. */
  fullyServed: string[];
  lastRollbackAt: Date | null;
};

const OPEN = ["waiting", "stepping", "baking", "paused"];

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
    take: 200,
  });
  const history = rows.map(({ createdAt, ...row }) => ({ ...row, since: createdAt }));
  const [openRollout, openReconciliation, knownGood, quarantine, lastRollback] = [
    await db.rollout.findFirst({ where: { environmentId: environment.id, state: { in: OPEN } } }),
    await db.reconciliation.findFirst({ where: { projectId, environment: name, state: "open" } }),
    await db.knownGood.findMany({ where: { projectId, environment: name }, orderBy: { createdAt: "desc" } }),
    await db.quarantine.findMany({ where: { projectId, liftedAt: null }, select: { releaseId: true } }),
    await db.rollback.findFirst({ where: { projectId, environment: name }, orderBy: { createdAt: "desc" } }),
  ];
  return {
    environment,
    allocation: history[0] ?? null,
    history,
    openRollout,
    openReconciliation,
    knownGood,
    quarantined: new Set(quarantine.map((row) => row.releaseId)),
    fullyServed: fullyServedOf(history),
    lastRollbackAt: lastRollback?.createdAt ?? null,
  };
}

function fullyServedOf(history: readonly Allocation[]): string[] {
  const served = history.flatMap((row) => [
    row.candidateReleaseId !== null && row.shareBp === 10_000 ? row.candidateReleaseId : null,
    row.controlReleaseId,
  ]);
  return [...new Set(served.filter((releaseId) => releaseId !== null))];
}
