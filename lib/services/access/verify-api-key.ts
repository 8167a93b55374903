import type { Reader } from "../../db/client.ts";
import { findLiveKey, touchKey } from "../../db/repositories/api-keys.ts";
import { isScope } from "../../domain/access/is-role.ts";
import type { KeyPrincipal } from "../../domain/access/principal.ts";
import { hashSecret, looksLikeKey } from "./secrets.ts";

/**
 * verifyApiKey says whose key a secret is; null for a wrong, revoked, expired or truncated one, all the same.
 * Its use is noted at most once a minute, with the network address where that is known.
 */
export async function verifyApiKey(
  db: Reader,
  secret: string,
  now: Date,
  address: string | null = null,
): Promise<KeyPrincipal | null> {
  if (!looksLikeKey(secret)) return null;
  const key = await findLiveKey(db, hashSecret(secret), now);
  if (key === null) return null;
  await touchKey(db, key, { now, address });
  const { id, name, projectId, environment, scopes, createdBy } = key;
  return {
    kind: "key",
    id,
    name,
    projectId,
    environment,
    scopes: scopes.filter(isScope),
    ownerId: createdBy,
  };
}
