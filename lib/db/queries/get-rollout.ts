import { z } from "zod";
import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { RolloutDetail, rolloutEndpoints } from "../../contracts/rollouts.ts";
import { can } from "../../domain/access/can.ts";
import { type Principal, principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { refuseSteering, type SteeringAct } from "../../domain/rollout/steer-rules.ts";
import type { Reader } from "../client.ts";
import type { RolloutModel } from "../generated/models.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "./environment-facts.ts";
import { rolloutRow } from "./rollout-row.ts";
import { rolloutWait } from "./rollout-wait.ts";
import { steeringFacts } from "./steering-facts.ts";

/** getRollout reads one rollout: what it waits for, what it served, and what the one who asks may do to it. */
export async function getRollout(
  db: Reader,
  projectId: string,
  number: number,
  asker: { principal: Principal; now: Date },
): Promise<RolloutDetail> {
  const row = await findRollout(db, projectId, number);
  const facts = await loadEnvironmentFacts(db, projectId, row.environment);
  const isCurrent = facts.openRollout?.number === number;
  return {
    ...rolloutRow(row, rolloutWait(facts, row, asker.now)),
    shareBp: isCurrent ? currentShareBp(row, facts) : 0,
    acts: await refusals(db, row, facts, asker.principal),
    history: facts.history
      .filter(({ rolloutNumber }) => rolloutNumber === number)
      .map((step) => ({
        version: step.version,
        control: step.controlReleaseId,
        candidate: step.candidateReleaseId,
        shareBp: step.controlReleaseId === row.candidateReleaseId ? 10_000 : step.shareBp,
        since: step.since.toISOString(),
      })),
  };
}

function currentShareBp(row: RolloutModel, { allocation }: EnvironmentFacts): number {
  return row.bakingSince !== null ? 10_000 : (allocation?.shareBp ?? 0);
}

async function findRollout(db: Reader, projectId: string, number: number): Promise<RolloutModel> {
  const row = await db.rollout.findUnique({ where: { projectId_number: { projectId, number } } });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return row;
}

async function refusals(
  db: Reader,
  row: RolloutModel,
  facts: EnvironmentFacts,
  principal: Principal,
): Promise<RolloutDetail["acts"]> {
  const known = await steeringFacts(db, row, facts, principalRef(principal));
  const scope = { projectId: row.projectId, environment: row.environment };
  const refusal = (act: SteeringAct): string | null => {
    const permission = act === "abort" ? "rollout:abort" : "rollout:steer";
    const needed = act === "abort" ? "an operator" : "an operator or a reviewer";
    if (can(principal, permission, scope) !== null)
      return `This takes ${needed} of ${row.environment}; ask one, or an admin for the role.`;
    return refuseSteering(act, known)?.sentence ?? null;
  };
  return {
    pause: refusal("pause"),
    resume: refusal("resume"),
    advance: refusal("advance"),
    promote_now: refusal("promote_now"),
    abort: refusal("abort"),
  };
}

/** listDecisions reads the stored decisions of a rollout, newest first. */
export async function listDecisions(
  db: Reader,
  projectId: string,
  number: number,
): Promise<ResponseOf<typeof rolloutEndpoints.listDecisions>> {
  await findRollout(db, projectId, number);
  const rows = await db.decision.findMany({
    where: { projectId, rolloutNumber: number },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 500,
  });
  return {
    items: rows.map((row) => ({
      id: row.id,
      action: row.action,
      reasonCodes: z.array(z.string()).parse(row.reasonCodes),
      inputs: z.record(z.string(), z.json()).parse(row.inputs),
      policyLabel: row.policyLabel,
      windowEndAt: row.windowEndAt?.toISOString() ?? null,
      nextLookAt: row.nextLookAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    })),
  };
}
