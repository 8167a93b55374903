import type { ServiceContext } from "../context.ts";
import { tellPeople } from "../notifications/tell-people.ts";
import { adminIds } from "./admin-ids.ts";
import type { RollbackWork } from "./rollback-work.ts";

/**
 * tellRolledBack tells people that an environment was taken back. One without a fresh proof, because the identity
 * provider was away, is told to every admin by name.
 */
export async function tellRolledBack(
  ctx: ServiceContext,
  work: RollbackWork,
  moved: { from: string; allocationVersion: number },
): Promise<void> {
  const { tx, project, facts, to } = work;
  const { name } = facts.environment;
  const isUnproved = work.proof === "unavailable";
  const addition = isUnproved ? " The identity provider was away, so nobody proved who they are." : "";
  await tellPeople(ctx, tx, {
    projectId: project.id,
    type: "rolled_back",
    dedupeKey: `rolled_back:${name}:${moved.allocationVersion}`,
    environment: name,
    releaseId: to,
    resource: { kind: "environment", id: name },
    sentence: `${name} went back from ${moved.from} to ${to}: ${work.reason}${addition}`,
    accountIds: isUnproved ? await adminIds(tx, project.id) : [],
  });
}
