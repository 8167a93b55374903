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
  /** The key that this one replaces. */
  rotatedFromId?: string;
  expiresAt: Date;
  now: Date;
};

/** findLiveKey finds a key by the hash of its secret, unless it is revoked or expired. */
export function findLiveKey(db: Reader, secretHash: string, now: Date): Promise<ApiKey | null> {
  return db.apiKey.findFirst({ where: { secretHash, revokedAt: null, expiresAt: { gt: now } } });
}

/** isKeyLive says whether a key that was valid still is. */
export async function isKeyLive(db: Reader, id: string, now: Date): Promise<boolean> {
  return (await db.apiKey.count({ where: { id, revokedAt: null, expiresAt: { gt: now } } })) > 0;
}

/** touchKey notes when and from where a key was used, at most once a minute. */
export async function touchKey(
  db: Reader,
  key: { id: string; lastUsedAt: Date | null },
  use: { now: Date; address: string | null },
): Promise<void> {
  const { now, address } = use;
  const before = new Date(now.getTime() - TOUCH_AFTER_MS);
  if (key.lastUsedAt !== null && key.lastUsedAt > before) return;
  await db.apiKey.updateMany({
    where: { id: key.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] },
    data: { lastUsedAt: now, lastUsedFrom: address },
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

/** shortenKey lets a live key end earlier; returns how many rows it met. */
export async function shortenKey(
  tx: Transaction,
  input: { projectId: string; id: string; expiresAt: Date; now: Date },
): Promise<number> {
  const { projectId, id, expiresAt, now } = input;
  const { count } = await tx.apiKey.updateMany({
    where: { projectId, id, revokedAt: null, expiresAt: { gt: now } },
    data: { expiresAt },
  });
  return count;
}
