import type { OidcConfig } from "./auth-env.ts";

const PROBE_TIMEOUT_MS = 5_000;

const NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * probeProvider asks the identity provider for its description, now. Returns why it is away (no answer within five
 * seconds, or a server error), or null where it answers: also where it refuses, which is a matter of configuration.
 */
export async function probeProvider(oidc: OidcConfig): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    const response = await fetch(wellKnownOf(oidc), { redirect: "manual", signal });
    await response.body?.cancel();
    return response.status >= 500 ? `answered ${response.status}` : null;
  } catch (error) {
    return describeOutage(error) ?? "no answer";
  }
}

/** wellKnownOf is where an issuer describes itself (OpenID Connect Discovery 1.0 section 4). */
export function wellKnownOf(oidc: Pick<OidcConfig, "issuer">): string {
  return `${oidc.issuer}/.well-known/openid-configuration`;
}

/** describeOutage says why a call of the provider failed, if it was away; null where it answered and refused. */
export function describeOutage(error: unknown, depth = 0): string | null {
  if (depth > 4 || typeof error !== "object" || error === null) return null;
  const code: unknown = Reflect.get(error, "code");
  if (typeof code === "string" && NETWORK_CODES.has(code)) return code;
  const status: unknown = Reflect.get(Object(Reflect.get(error, "response")), "statusCode");
  if (typeof status === "number" && status >= 500) return `answered ${status}`;
  const message: unknown = Reflect.get(error, "message");
  if (typeof message === "string" && message.includes("outgoing request timed out"))
    return "no answer in time";
  return describeOutage(Reflect.get(error, "cause"), depth + 1);
}
