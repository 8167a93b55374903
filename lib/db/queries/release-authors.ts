import type { Reader } from "../client.ts";

/**
 * releaseAuthorIds lists the accounts that wrote a release: who composed it (or owns the key that did), and whoever
 * last wrote one of its parts, matched by e-mail. With `baseReleaseId`, only the parts that differ from it count.
 * A commit author without an account blocks nobody.
 */
export async function releaseAuthorIds(
  db: Reader,
  projectId: string,
  releaseId: string,
  baseReleaseId: string | null = null,
): Promise<Set<string>> {
  const release = await db.release.findUnique({
    where: { projectId_id: { projectId, id: releaseId } },
    include: { components: true },
  });
  if (release === null) return new Set();
  const base = await db.releaseComponent.findMany({ where: { projectId, releaseId: baseReleaseId ?? "" } });
  const unchanged = new Set(base.map((part) => part.artifactVersionId));
  const changed = release.components.map((part) => part.artifactVersionId).filter((id) => !unchanged.has(id));
  const sightings = await db.sighting.findMany({
    where: { artifactVersionId: { in: changed } },
    select: { authorEmail: true },
  });
  const emails = [...new Set(sightings.map((row) => row.authorEmail.trim().toLowerCase()))];
  const accounts = await db.account.findMany({ where: { email: { in: emails } }, select: { id: true } });
  const composer = await accountBehind(db, release.createdBy);
  return new Set([...accounts.map((account) => account.id), ...(composer === null ? [] : [composer])]);
}

/** accountBehind is the person behind a stored principal: the account itself, or the owner of the key. */
export async function accountBehind(db: Reader, principalReference: string): Promise<string | null> {
  const [kind, id] = principalReference.split(":", 2);
  if (id === undefined) return null;
  if (kind === "account") return id;
  if (kind !== "key") return null;
  return (await db.apiKey.findUnique({ where: { id }, select: { createdBy: true } }))?.createdBy ?? null;
}
