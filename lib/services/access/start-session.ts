import type { Transaction } from "../../db/client.ts";
import {
  insertSession,
  renewSessionId,
  revokeSession,
  type SessionOrigin,
} from "../../db/repositories/sessions.ts";
import { type Audit, expectOne } from "../../db/transact.ts";
import { createSecret, hashSecret } from "./secrets.ts";

export type SessionStart = {
  accountId: string;
  /** The session this browser held before: it ends, so that a planted one is worth nothing. */
  previousSecret: string | null;
  origin: SessionOrigin;
  /** Now for a password; what the identity provider says otherwise. */
  provedAt: Date;
  now: Date;
};

/** startSession begins a session in the caller's transaction and returns the secret for the cookie. */
export async function startSession(tx: Transaction, audit: Audit, start: SessionStart): Promise<string> {
  const { accountId, previousSecret, origin, provedAt, now } = start;
  const secret = createSecret();
  const id = hashSecret(secret);
  if (previousSecret !== null) await revokeSession(tx, hashSecret(previousSecret), now);
  await insertSession(tx, { id, accountId, now, provedAt, origin });
  audit({
    chain: "installation",
    action: "session.started",
    resourceKind: "account",
    resourceId: accountId,
    after: { session: sessionRef(id), provider: origin.provider, address: origin.address },
  });
  return secret;
}

/** replaceSession gives a session a new id at once; the old one is dead. Returns the new secret. */
export async function replaceSession(tx: Transaction, oldId: string, now: Date): Promise<string> {
  const secret = createSecret();
  const isRenewed = await renewSessionId(tx, { oldId, newId: hashSecret(secret), now });
  expectOne(isRenewed ? 1 : 0, "session");
  return secret;
}

const REF_LENGTH = 12;

/** sessionRef names a session in lists and in the audit log: the start of its id, which is a hash already. */
export function sessionRef(id: string): string {
  return id.slice(0, REF_LENGTH);
}
