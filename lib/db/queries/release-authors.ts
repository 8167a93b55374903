import { parseEmail } from "../../domain/access/email.ts";
import type { Reader } from "../client.ts";

/**
 * releaseAuthorIds lists the accounts that wrote a release: who composed it (or owns the key that did), who proposed
 * it anywhere, who named it in git by hand, and whoever wrote one of its parts, matched by verified e-mail, in a merged
 * branch too; and the same people of each release that it was composed anew from. With `baseReleaseId`, only the parts
 * that differ from it count. A commit author without an account blocks nobody.
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
  const byHand = await db.reconciliation.findMany({
    where: { projectId, desiredReleaseId: releaseId, kind: "unreviewed_change" },
    select: { commitAuthorEmail: true, authorEmails: true },
  });
  const emails = [
    ...sightings.flatMap((row) => row.authorEmails),
    ...byHand.flatMap((row) => [row.commitAuthorEmail ?? "", ...row.authorEmails]),
  ];
  return new Set([...(await accountsOf(db, emails)), ...(await proposersOf(db, projectId, releaseId))]);
}

/** Commits may carry an account's own address, or one that an identity provider vouched for. */
async function accountsOf(db: Reader, emails: readonly string[]): Promise<string[]> {
  const known = [...new Set(emails.map(normalized))].filter((email) => email !== "");
  const byEmail = { where: { email: { in: known } } };
  const accounts = await db.account.findMany({ ...byEmail, select: { id: true } });
  const identities = await db.accountIdentity.findMany({ ...byEmail, select: { accountId: true } });
  return [...accounts.map(({ id }) => id), ...identities.map(({ accountId }) => accountId)];
}

/** Composing anew makes nobody's work somebody else's: whoever composed or proposed an ancestor counts too. */
async function proposersOf(db: Reader, projectId: string, releaseId: string): Promise<string[]> {
  const found = new Set<string>();
  const seen = new Set<string>();
  let next = [releaseId];
  while (next.length > 0) {
    for (const id of next) seen.add(id);
    const releases = await db.release.findMany({ where: { projectId, id: { in: next } } });
    for (const { createdBy } of releases) found.add((await accountBehind(db, createdBy)) ?? "");
    const promotions = await db.promotion.findMany({ where: { projectId, releaseId: { in: next } } });
    for (const { authorId } of promotions) found.add(authorId);
    const from = promotions.flatMap((row) => row.recomposedFrom ?? []);
    const ancestors = await db.promotion.findMany({ where: { projectId, number: { in: from } } });
    next = ancestors.map((row) => row.releaseId).filter((id) => !seen.has(id));
  }
  return [...found].filter((id) => id !== "");
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
