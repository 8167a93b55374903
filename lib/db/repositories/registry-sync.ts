import { z } from "zod";
import { type DesiredInGit, desiredInGitSchema } from "../../domain/gitops/desired.ts";
import { FINDING_CODES, type Finding } from "../../domain/gitops/finding.ts";
import { type Layout, storedLayoutSchema } from "../../domain/gitops/layout.ts";
import type { Database, Reader, Transaction } from "../client.ts";

/** How far a project's repository has been read, and what it said there. */
export type RepositorySyncState = {
  headCommit: string | null;
  checkedAt: Date | null;
  lastError: string | null;
  layout: Layout | null;
  desired: DesiredInGit[];
  findings: Finding[];
  /** The newest promotion policy on main as it is now; undefined where no sync has said so yet. */
  policyVersionId: string | null | undefined;
};

/** The column holds the layout, and beside it what git named as desired. */
const desiredColumn = z.object({
  desired: z.array(desiredInGitSchema),
  policyVersionId: z.string().nullable().optional(),
});
const findingsColumn = z.array(
  z.object({ path: z.string(), code: z.enum(FINDING_CODES), message: z.string() }),
);

/** findRepositorySync reads what the last sync stored; null before the first one. */
export async function findRepositorySync(db: Reader, projectId: string): Promise<RepositorySyncState | null> {
  const row = await db.repositorySync.findUnique({ where: { projectId } });
  if (row === null) return null;
  const { headCommit, checkedAt, lastError } = row;
  const layout = row.layout === null ? null : storedLayoutSchema.parse(row.layout);
  const read = row.layout === null ? { desired: [] } : desiredColumn.parse(row.layout);
  const { desired, policyVersionId } = { policyVersionId: undefined, ...read };
  const findings = findingsColumn.parse(row.findings);
  return { headCommit, checkedAt, lastError, layout, desired, findings, policyVersionId };
}

/** lockRepositorySync lets one sync of a project write at a time, and returns how far the last one came. */
export async function lockRepositorySync(tx: Transaction, projectId: string): Promise<string | null> {
  await tx.repositorySync.createMany({ data: [{ projectId }], skipDuplicates: true });
  const rows = await tx.$queryRaw<{ headCommit: string | null }[]>`
    SELECT "headCommit" FROM repository_sync WHERE "projectId" = ${projectId} FOR UPDATE`;
  return rows[0]?.headCommit ?? null;
}

/** saveRepositorySync stores what was read at a head. `layout` is null where there never was a readable one. */
export async function saveRepositorySync(
  tx: Transaction,
  projectId: string,
  sync: {
    head: string;
    at: Date;
    layout: Layout | null;
    desired: DesiredInGit[];
    findings: Finding[];
    policyVersionId: string | null;
  },
): Promise<void> {
  const { head, at, layout, desired, findings, policyVersionId } = sync;
  await tx.repositorySync.update({
    where: { projectId },
    data: {
      headCommit: head,
      syncedAt: at,
      checkedAt: at,
      findings,
      lastError: null,
      ...(layout === null ? {} : { layout: { ...layout, desired, policyVersionId } }),
    },
  });
}

/** saveSyncCheck notes that the repository was asked, and what went wrong (null: nothing). */
export async function saveSyncCheck(
  db: Database,
  projectId: string,
  check: { at: Date; lastError: string | null },
): Promise<void> {
  const data = { checkedAt: check.at, lastError: check.lastError };
  await db.repositorySync.upsert({ where: { projectId }, create: { projectId, ...data }, update: data });
}
