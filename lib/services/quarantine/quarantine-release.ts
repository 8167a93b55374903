import type { Transaction } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import type { Audit } from "../../db/transact.ts";

/** quarantineRelease keeps a release from being proposed, followed or rolled back to; a quarantined one stays as it is. */
export async function quarantineRelease(
  tx: Transaction,
  audit: Audit,
  input: { project: { id: string }; releaseId: string; environment: string; reason: string; now: Date },
): Promise<void> {
  const { project, releaseId, environment, reason, now } = input;
  const open = await tx.quarantine.findFirst({ where: { projectId: project.id, releaseId, liftedAt: null } });
  if (open !== null) return;
  await tx.quarantine.create({
    data: { id: createId("qua", now), projectId: project.id, releaseId, environment, reason, since: now },
  });
  audit({
    chain: project.id,
    action: "release.quarantined",
    resourceKind: "release",
    resourceId: releaseId,
    environment,
    releaseId,
    before: { quarantined: false },
    after: { quarantined: true },
    reason,
  });
}
