import { parseEmail } from "../../domain/access/email.ts";
import type { Reader } from "../client.ts";

/**
 * releaseAuthorIds lists the accounts that wrote a release: who composed it (or owns the key that did), who proposed
 * it anywhere, and whoever wrote one of its parts, matched by e-mail, in a merged branch too. With `baseReleaseId`,
 * only the parts that differ from it count.
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
    select: { authorEmails: true },
  });
  const emails = [...new Set(sightings.flatMap((row) => row.authorEmails.map(normalized)))];
  const accounts = await db.account.findMany({ where: { email: { in: emails } }, select: { id: true } });
  const composer = await accountBehind(db, release.createdBy);
  const promotions = await db.promotion.findMany({
    where: { projectId, releaseId },
    select: { authorId: true },
  });
  return new Set([
    ...accounts.map((account) => account.id),
    ...promotions.map((promotion) => promotion.authorId),
    ...(composer === null ? [] : [composer]),
  ]);
}

/** Accounts hold their addresses like this; git holds them as people typed them. */
function normalized(email: string): string {
  return parseEmail(email) ?? email.trim().toLowerCase();
}

/** accountBehind is the person behind a stored principal: the account itself, or the owner of the key. */
export async function accountBehind(db: Reader, principalReference: string): Promise<string | null> {
  const [kind, id] = principalReference.split(":", 2);
  if (id === undefined) return null;
  if (kind === "account") return id;
  if (kind !== "key") return null;
  return (await db.apiKey.findUnique({ where: { id }, select: { createdBy: true } }))?.createdBy ?? null;
}
