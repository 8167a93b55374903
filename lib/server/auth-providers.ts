import type { ProviderRow } from "../contracts/account.ts";
import { parseEmail } from "../domain/access/email.ts";
import type { IdentityClaims } from "../services/access/sign-in-by-identity.ts";
import type { OidcConfig } from "./auth-env.ts";
import type { Env } from "./env.ts";

/** listProviders lists the identity providers that are set up, as the pages show them. */
export function listProviders(env: Pick<Env, "oidc" | "github">): ProviderRow[] {
  const rows: ProviderRow[] = [];
  if (env.oidc !== null) rows.push({ id: "oidc", name: env.oidc.name });
  if (env.github !== null) rows.push({ id: "github", name: "GitHub" });
  return rows;
}

/**
 * toOidcClaims reads a checked ID token (with the answer of the userinfo endpoint). The subject carries the issuer,
 * so that the same `sub` of another issuer is another person. A list of groups that the token says it left out
 * (`_claim_names`, OpenID Connect Core 1.0 section 5.6.2) is not known, and changes no role.
 */
export function toOidcClaims(claims: Record<string, unknown>, oidc: OidcConfig): IdentityClaims {
  const email = toLine(claims.email);
  return {
    provider: "oidc",
    subject: `${String(claims.iss)} ${String(claims.sub)}`,
    name: toLine(claims.name),
    email,
    verifiedEmail: claims.email_verified === true ? parseEmail(email) : null,
    groups: oidc.groupsClaim === null ? null : readGroups(claims, oidc.groupsClaim),
    authTime: claims.auth_time,
  };
}

const MAX_LINE_LENGTH = 254;

/** toLine makes one line of what somebody else's server says: no control characters, not too long. */
export function toLine(value: unknown): string {
  if (typeof value !== "string") return "";
  return value
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, MAX_LINE_LENGTH);
}

function readGroups(claims: Record<string, unknown>, name: string): string[] | null {
  const elsewhere = claims._claim_names;
  if (typeof elsewhere === "object" && elsewhere !== null && name in elsewhere) return null;
  const value = claims[name];
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
