import type { Transaction } from "../client.ts";
import { expectOne } from "../transact.ts";

export type NewAllocation = {
  environmentId: string;
  projectId: string;
  /** The version that the caller decided on; the new one is the next. */
  expectedVersion: number;
  controlReleaseId: string | null;
  candidateReleaseId: string | null;
  shareBp: number;
  cause: string;
  rolloutNumber?: number | null;
  now: Date;
};

/**
 * appendAllocation changes what an environment serves: the next version in its history, by compare-and-set, and
 * a hint to the data planes. Throws version-conflict when somebody was first. Returns the new version.
 */
export async function appendAllocation(tx: Transaction, input: NewAllocation): Promise<number> {
  const version = input.expectedVersion + 1;
  const { count } = await tx.environment.updateMany({
    where: { id: input.environmentId, projectId: input.projectId, allocationVersion: input.expectedVersion },
    data: { allocationVersion: version },
  });
  expectOne(count, "environment");
  await tx.allocation.create({
    data: {
      environmentId: input.environmentId,
      version,
      projectId: input.projectId,
      controlReleaseId: input.controlReleaseId,
      candidateReleaseId: input.candidateReleaseId,
      shareBp: input.shareBp,
      cause: input.cause,
      rolloutNumber: input.rolloutNumber ?? null,
      createdAt: input.now,
    },
  });
  await tx.$executeRaw`SELECT pg_notify('allocation_changed', ${input.environmentId})`;
  return version;
}
