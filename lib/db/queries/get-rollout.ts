import { z } from "zod";
import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { RolloutRow, rolloutEndpoints } from "../../contracts/environments.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { loadEnvironmentFacts } from "./environment-facts.ts";
import { rolloutRow } from "./get-environment.ts";
import { readPolicyOf } from "./read-policy.ts";
import { rolloutWait } from "./rollout-wait.ts";

/** getRollout reads one rollout, and what it waits for in words. */
export async function getRollout(
  db: Reader,
  projectId: string,
  number: number,
  now: Date,
): Promise<RolloutRow> {
  const row = await db.rollout.findUnique({ where: { projectId_number: { projectId, number } } });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  if (row.state !== "waiting") return rolloutRow(row, null);
  const facts = await loadEnvironmentFacts(db, projectId, row.environment);
  const { policy } = await readPolicyOf(db, projectId, row.candidateReleaseId);
  return rolloutRow(row, rolloutWait(facts, row, policy.cooldownMinutes, now));
}

/** listDecisions reads the stored decisions of a rollout, newest first. */
export async function listDecisions(
  db: Reader,
  projectId: string,
  number: number,
): Promise<ResponseOf<typeof rolloutEndpoints.listDecisions>> {
  await getRollout(db, projectId, number, new Date(0));
  const rows = await db.decision.findMany({
    where: { projectId, rolloutNumber: number },
    orderBy: { createdAt: "desc" },
    take: 500,
  });
  return {
    items: rows.map((row) => ({
      id: row.id,
      action: row.action,
      reasonCodes: z.array(z.string()).parse(row.reasonCodes),
      policyLabel: row.policyLabel,
      nextLookAt: row.nextLookAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    })),
  };
}
