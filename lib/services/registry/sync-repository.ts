import type { Transaction } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import {
  appendRegistry,
  listSightingKeys,
  listStoredVersions,
  type RegistryRows,
  type StoredVersion,
  sightingKey,
} from "../../db/repositories/registry.ts";
import {
  findRepositorySync,
  lockRepositorySync,
  type RepositorySyncState,
  saveRepositorySync,
  saveSyncCheck,
} from "../../db/repositories/registry-sync.ts";
import { transact } from "../../db/transact.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { newEnvironments } from "./new-environments.ts";
import { noteHistoryRewrite } from "./note-history-rewrite.ts";
import { type RepositoryReading, readRepository } from "./read-repository.ts";
import { type StoredReading, syncedEvents } from "./synced-events.ts";

/** A check that found nothing new is noted at most this often. */
const CHECK_NOTED_EVERY_MS = 30_000;
const MAX_TRIES = 5;

export type SyncedProject = { id: string; slug: string; gitHost: string; repository: string };
export type SyncOutcome = {
  changed: boolean;
  newVersions: number;
  findings: number;
  head: string;
  desired: DesiredInGit[];
};

/**
 * syncRepository brings the registry up to main's head: new contents, versions, sightings, layout with new
 * environments, and desired releases in one transaction with its audit events. An unchanged head costs one git process. Throws GitUnavailable after noting it; nothing changed.
 */
export async function syncRepository(ctx: ServiceContext, project: SyncedProject): Promise<SyncOutcome> {
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const outcome = await syncOnce(ctx, project);
      if (outcome !== null) return outcome;
    }
  } catch (error) {
    if (error instanceof GitUnavailable) {
      await saveSyncCheck(ctx.db, project.id, { at: ctx.now(), lastError: error.message });
    }
    throw error;
  }
  throw new Error("the repository is read by other workers all the time");
}

/** Null when another worker stored a head in between: then its versions have to be known first. */
async function syncOnce(ctx: ServiceContext, project: SyncedProject): Promise<SyncOutcome | null> {
  const host = ctx.gitHostFor(project);
  const head = await host.headOfMain();
  const before = await findRepositorySync(ctx.db, project.id);
  if (before?.headCommit === head) return unchanged(ctx, project, head, before);

  if (before !== null && before.headCommit !== null) {
    // Before the new head is stored, so that a worker that stops in between finds it again.
    await noteHistoryRewrite(ctx, host, project, { from: before.headCommit, to: head });
  }
  const versions = await listStoredVersions(ctx.db, project.id);
  const sighted = await listSightingKeys(ctx.db, project.id);
  const reading = await readRepository(host, head, { layout: before?.layout ?? null, versions });
  const { rows, newVersions, policyVersionId } = rowsOf(reading, { versions, sighted }, ctx.now());
  const named = await newEnvironments(ctx.db, project.id, { before, reading, now: ctx.now() });
  const isStored = await store(ctx, project, { reading, rows, before, policyVersionId, named });
  if (!isStored) return null;
  return { changed: true, newVersions, findings: reading.findings.length, head, desired: reading.desired };
}

async function unchanged(
  ctx: ServiceContext,
  project: SyncedProject,
  head: string,
  before: RepositorySyncState,
): Promise<SyncOutcome> {
  const at = ctx.now();
  const isDue = at.getTime() - (before.checkedAt?.getTime() ?? 0) >= CHECK_NOTED_EVERY_MS;
  if (isDue || before.lastError !== null) await saveSyncCheck(ctx.db, project.id, { at, lastError: null });
  const { desired, findings } = before;
  return { changed: false, newVersions: 0, findings: findings.length, head, desired };
}

/** What has to be added: versions that are not stored, and where versions were seen that is not stored. */
function rowsOf(
  reading: RepositoryReading,
  stored: { versions: readonly StoredVersion[]; sighted: ReadonlySet<string> },
  seenAt: Date,
) {
  const storedByRef = new Map(stored.versions.map((version) => [refKey(version), version.id]));
  const rows: RegistryRows = { contents: reading.contents, versions: [], sightings: [] };
  const policies: { id: string; position: number }[] = [];
  for (const { version, files, digest } of reading.versions) {
    const { kind, name, version: label } = version;
    const id = storedByRef.get(refKey(version)) ?? createId("av", seenAt);
    if (!storedByRef.has(refKey(version)))
      rows.versions.push({ id, kind, name, version: label, digest, files });
    for (const entry of version.sightings) {
      if (kind === "promotion_policy") policies.push({ id, position: entry.position });
      const { changes: _, commit: lastCommit, ...author } = entry;
      if (stored.sighted.has(sightingKey({ artifactVersionId: id, lastCommit }))) continue;
      const seen = { stage: "published", ref: "refs/heads/main", commit: reading.head, lastCommit, seenAt };
      rows.sightings.push({ id: createId("sgt", seenAt), artifactVersionId: id, ...seen, ...author });
    }
  }
  return { rows, newVersions: rows.versions.length, policyVersionId: newestOf(policies) };
}

/** The newest on main as it is now: what a rewritten history took away does not count any more. */
function newestOf(policies: readonly { id: string; position: number }[]): string | null {
  const newest = policies.reduce<{ id: string; position: number } | null>(
    (best, policy) => (best === null || policy.position >= best.position ? policy : best),
    null,
  );
  return newest?.id ?? null;
}

function refKey({ kind, name, version }: { kind: string; name: string; version: string }): string {
  return JSON.stringify([kind, name, version]);
}

type Storing = {
  reading: RepositoryReading;
  rows: RegistryRows;
  before: StoredReading;
  policyVersionId: string | null;
  named: Awaited<ReturnType<typeof newEnvironments>>;
};

async function store(ctx: ServiceContext, project: SyncedProject, storing: Storing): Promise<boolean> {
  const { reading, rows, before, policyVersionId, named } = storing;
  const events = [...syncedEvents(project.id, before, reading, rows), ...named.events];
  const write = async (tx: Transaction): Promise<void> => {
    if ((await lockRepositorySync(tx, project.id)) !== (before?.headCommit ?? null)) throw new HeadMoved();
    await appendRegistry(tx, project.id, rows, ctx.now());
    await tx.environment.createMany({ data: named.rows });
    await saveRepositorySync(tx, project.id, { ...reading, policyVersionId, at: ctx.now() });
  };
  try {
    if (events.length === 0) await ctx.db.$transaction(write);
    else await transact(ctx, (tx, audit) => write(tx).then(() => events.forEach(audit)));
    return true;
  } catch (error) {
    if (error instanceof HeadMoved) return false;
    throw error;
  }
}

/** Another worker has stored a head since we read: our transaction is taken back. */
class HeadMoved extends Error {}
