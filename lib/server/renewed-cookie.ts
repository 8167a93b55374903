import type { Principal } from "../domain/access/principal.ts";
import { renewSession } from "../services/access/renew-session.ts";
import { contextOf, type Runtime } from "./runtime.ts";
import { newSessionCookie } from "./session-cookie.ts";

/**
 * addRenewedCookie gives a session whose account gained a role its new id, with an answer that succeeded. Where that
 * fails the answer stands, and the next one tries again.
 */
export async function addRenewedCookie(
  response: Response,
  principal: Principal,
  { runtime, requestId }: { runtime: Runtime; requestId: string },
): Promise<Response> {
  const isDue = principal.kind === "account" && principal.isRenewalDue === true;
  if (!isDue || !response.ok || response.headers.has("set-cookie")) return response;
  try {
    const secret = await renewSession(contextOf(runtime, principal, requestId), principal);
    if (secret !== null) {
      response.headers.append("Set-Cookie", await newSessionCookie(secret, runtime.env));
    }
  } catch (error) {
    runtime.logger.warn({ requestId, err: error }, "a session was not renewed");
  }
  return response;
}
