import { expectOne, transact } from "../../db/transact.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { ServiceContext } from "../context.ts";

/**
 * noteFirstSeen keeps what main named for an environment when it could be read for the first time: the only release
 * that it may adopt. A line that cannot be read yet is no first look.
 */
export async function noteFirstSeen(
  ctx: ServiceContext,
  environment: { id: string; projectId: string; name: string },
  desired: DesiredInGit,
): Promise<void> {
  if (desired.problem !== null) return;
  await transact(ctx, async (tx, audit) => {
    const { count } = await tx.environment.updateMany({
      where: { id: environment.id, firstSeenAt: null },
      data: { firstSeenAt: ctx.now(), firstNamedReleaseId: desired.releaseId },
    });
    expectOne(count, "environment");
    audit({
      chain: environment.projectId,
      action: "environment.first_seen",
      resourceKind: "environment",
      resourceId: environment.name,
      environment: environment.name,
      releaseId: desired.releaseId,
      after: { named: desired.releaseId, commit: desired.commit },
    });
  });
}
