import type { AccountPrincipal, KeyPrincipal } from "../domain/access/principal.ts";
import { AppError } from "../domain/errors.ts";
import { verifyApiKey } from "../services/access/verify-api-key.ts";
import { verifySession } from "../services/access/verify-session.ts";
import { peerAddress } from "./peer-address.ts";
import type { Runtime } from "./runtime.ts";
import { readSessionSecret, sessionCookieName } from "./session-cookie.ts";

/**
 * principalFromRequest says who is asking: a session's cookie or an API key, never both. Null for nobody; a cookie
 * that is not valid any more is nobody. A wrong, revoked, expired or truncated key is 401, with one answer for all.
 */
export async function principalFromRequest(
  request: Request,
  runtime: Runtime,
): Promise<AccountPrincipal | KeyPrincipal | null> {
  const authorization = request.headers.get("authorization");
  const cookie = request.headers.get("cookie");
  if (authorization === null) return principalFromCookie(cookie, runtime);
  if (cookie?.includes(`${sessionCookieName(runtime.env)}=`)) {
    throw new AppError("bad-request", "Send either a session cookie or an API key, not both.");
  }
  const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const key =
    secret === undefined ? null : await verifyApiKey(runtime.db, secret, runtime.now(), peerAddress(request));
  if (key === null)
    throw new AppError("unauthenticated", "This API key is not valid; make a new one in the settings.");
  return key;
}

/** principalFromCookie says whose session a Cookie header carries. */
export async function principalFromCookie(
  cookieHeader: string | null,
  runtime: Runtime,
): Promise<AccountPrincipal | null> {
  const secret = await readSessionSecret(cookieHeader, runtime.env);
  return secret === null ? null : verifySession(runtime.db, secret, runtime.now());
}
