import type { Transaction } from "../../db/client.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { type Audit, expectOne } from "../../db/transact.ts";

/** What main names now, since which commit. */
export type NamedInGit = { releaseId: string | null; commit: string; now: Date };

/** recordDesired records what git names now, nothing included, by compare-and-set and with its event. */
export async function recordDesired(
  tx: Transaction,
  audit: Audit,
  facts: Pick<EnvironmentFacts, "environment">,
  named: NamedInGit,
): Promise<void> {
  const { environment } = facts;
  const { count } = await tx.environment.updateMany({
    where: { id: environment.id, version: environment.version },
    data: {
      desiredReleaseId: named.releaseId,
      desiredCommit: named.commit,
      desiredAt: named.now,
      version: { increment: 1 },
    },
  });
  expectOne(count, "environment");
  audit({
    chain: environment.projectId,
    action: "environment.desired_changed",
    resourceKind: "environment",
    resourceId: environment.name,
    environment: environment.name,
    releaseId: named.releaseId,
    before: { desired: environment.desiredReleaseId, commit: environment.desiredCommit },
    after: { desired: named.releaseId, commit: named.commit },
  });
}
