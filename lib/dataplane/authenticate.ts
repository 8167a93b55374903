import type { IncomingHttpHeaders } from "node:http";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import type { Scope } from "../domain/access/roles.ts";
import { sha256Hex } from "../domain/digest.ts";

/** Looks a secret up; null when it is unknown, revoked or expired. Throws while the database is away. */
export type KeyVerifier = (secret: string, now: Date) => Promise<KeyPrincipal | null>;

export type Authentication =
  | { outcome: "allowed"; key: KeyPrincipal }
  | { outcome: "unauthenticated" }
  | { outcome: "missing-scope" }
  | { outcome: "unavailable" };

export type Authenticator = {
  (headers: IncomingHttpHeaders, scope: Scope): Promise<Authentication>;
  /** The answer where it is known already, without waiting; null where it has to be looked up. */
  now: (headers: IncomingHttpHeaders, scope: Scope) => Authentication | null;
};

/** A revoked key is refused after at most this long. */
const FRESH_MS = 1_000;
/** While the database does not answer, a key that it has confirmed goes on routing for this long. */
const STALE_MS = 24 * 3_600_000;
/** How long a request waits for the database when its key has been confirmed before. */
const PATIENCE_MS = 500;
const MAX_CACHED = 10_000;
const MAX_SECRET_LENGTH = 256;

type Confirmed = { key: KeyPrincipal; at: number };

/**
 * createAuthenticator checks keys from `Authorization: Bearer` or `X-API-Key`. Positive answers are remembered for
 * one second, by the secret's hash; routing goes on while Postgres is away, and nobody can revoke a key then.
 */
export function createAuthenticator(verify: KeyVerifier, now: () => Date): Authenticator {
  const confirmed = new Map<string, Confirmed>();
  const pending = new Map<string, Promise<KeyPrincipal | null>>();

  const lookUp = (hash: string, secret: string): Promise<KeyPrincipal | null> => {
    const running = pending.get(hash);
    if (running !== undefined) return running;
    const asked = now();
    const started = verify(secret, asked)
      .then((key) => {
        if (key === null) confirmed.delete(hash);
        else remember(confirmed, hash, { key, at: asked.getTime() });
        return key;
      })
      .finally(() => pending.delete(hash));
    pending.set(hash, started);
    return started;
  };

  const findKey = async (secret: string): Promise<KeyPrincipal | null | "unavailable"> => {
    const hash = sha256Hex(secret);
    const known = confirmed.get(hash);
    const ageMs = known === undefined ? Number.POSITIVE_INFINITY : now().getTime() - known.at;
    if (known !== undefined && ageMs <= FRESH_MS) return known.key;
    const fallback = known !== undefined && ageMs <= STALE_MS ? known.key : ("unavailable" as const);
    const answer = lookUp(hash, secret).catch(() => fallback);
    return fallback === "unavailable" ? answer : Promise.race([answer, after(PATIENCE_MS, fallback)]);
  };

  const authenticate = async (headers: IncomingHttpHeaders, scope: Scope): Promise<Authentication> => {
    const secret = readSecret(headers);
    if (secret === null) return { outcome: "unauthenticated" };
    const key = await findKey(secret);
    if (key === "unavailable") return { outcome: "unavailable" };
    return key === null ? { outcome: "unauthenticated" } : answerFor(key, scope);
  };
  return Object.assign(authenticate, {
    now: (headers: IncomingHttpHeaders, scope: Scope): Authentication | null => {
      const secret = readSecret(headers);
      if (secret === null) return { outcome: "unauthenticated" };
      const known = confirmed.get(sha256Hex(secret));
      const isFresh = known !== undefined && now().getTime() - known.at <= FRESH_MS;
      return isFresh ? answerFor(known.key, scope) : null;
    },
  });
}

function answerFor(key: KeyPrincipal, scope: Scope): Authentication {
  return key.scopes.includes(scope) ? { outcome: "allowed", key } : { outcome: "missing-scope" };
}

function remember(confirmed: Map<string, Confirmed>, hash: string, entry: Confirmed): void {
  const oldest = confirmed.size >= MAX_CACHED ? confirmed.keys().next().value : undefined;
  if (oldest !== undefined) confirmed.delete(oldest);
  confirmed.set(hash, entry);
}

function after<Value>(delayMs: number, value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(resolve, delayMs, value).unref());
}

function readSecret(headers: IncomingHttpHeaders): string | null {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
  const apiKey = headers["x-api-key"];
  const secret = headers.authorization === undefined ? apiKey : bearer;
  return typeof secret === "string" && secret !== "" && secret.length <= MAX_SECRET_LENGTH ? secret : null;
}
