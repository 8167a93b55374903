import type { Reader, Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import type { ApiKey } from "../generated/client.ts";

const TOUCH_AFTER_MS = 60_000;

export type NewApiKey = {
  projectId: string;
  environment: string | null;
  name: string;
  secretHash: string;
  scopes: string[];
  /** The account that made it. */
  createdBy: string;
  expiresAt: Date;
  now: Date;
};

/** findLiveKey finds a key by the hash of its secret, unless it is revoked or expired. */
export function findLiveKey(db: Reader, secretHash: string, now: Date): Promise<ApiKey | null> {
  return db.apiKey.findFirst({ where: { secretHash, revokedAt: null, expiresAt: { gt: now } } });
}

/** touchKey notes a key's use, at most once a minute. */
export async function touchKey(
  db: Reader,
  key: { id: string; lastUsedAt: Date | null },
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - TOUCH_AFTER_MS);
  if (key.lastUsedAt !== null && key.lastUsedAt > before) return;
  await db.apiKey.updateMany({
    where: { id: key.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] },
    data: { lastUsedAt: now },
  });
}

export function insertApiKey(tx: Transaction, { now, ...key }: NewApiKey): Promise<ApiKey> {
  return tx.apiKey.create({ data: { id: createId("key", now), ...key, createdAt: now } });
}

/** listApiKeys lists a project's keys, newest first; secrets are not kept, so none can be shown. */
export function listApiKeys(db: Reader, projectId: string): Promise<ApiKey[]> {
  return db.apiKey.findMany({ where: { projectId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
}

export function findApiKey(db: Reader, projectId: string, id: string): Promise<ApiKey | null> {
  return db.apiKey.findFirst({ where: { projectId, id } });
}

/** markKeyRevoked ends a key; returns how many rows it met (0 when it was revoked already). */
export async function markKeyRevoked(
  tx: Transaction,
  projectId: string,
  id: string,
  now: Date,
): Promise<number> {
  const { count } = await tx.apiKey.updateMany({
    where: { projectId, id, revokedAt: null },
    data: { revokedAt: now },
  });
  return count;
}
