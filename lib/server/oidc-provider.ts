import type { OAuthConfig } from "next-auth/providers/oauth";
import type { OidcConfig } from "./auth-env.ts";
import { describeOutage, wellKnownOf } from "./provider-outage.ts";

type Claims = Record<string, unknown>;

/**
 * oidcProvider is the OpenID Connect provider as next-auth takes it: code flow with PKCE, state and nonce. `onOutage`
 * is told when the token endpoint or the keys could not be reached: seen by the server, not said by the browser.
 */
export function oidcProvider(
  oidc: OidcConfig,
  onOutage: (cause: string) => void,
): OAuthConfig<Record<string, unknown>> {
  return {
    id: "oidc",
    name: oidc.name,
    type: "oauth",
    wellKnown: wellKnownOf(oidc),
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: oidc.scope } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    token: {
      request: async ({ client, provider, params, checks }) => {
        try {
          return { tokens: await client.callback(provider.callbackUrl, params, checks) };
        } catch (error) {
          const cause = describeOutage(error);
          if (cause !== null) onOutage(cause);
          throw error;
        }
      },
    },
    userinfo: {
      // Many providers leave the e-mail out of the ID token; what the token says wins over the userinfo endpoint.
      request: async ({ client, tokens }) => {
        const claims: Claims = typeof tokens.id_token === "string" ? decodeClaims(tokens.id_token) : {};
        const isWhole = typeof claims.email === "string" && isGiven(claims, oidc.groupsClaim);
        if (isWhole || client.issuer.metadata.userinfo_endpoint === undefined) return claims;
        const more: Claims = await client.userinfo(String(tokens.access_token));
        return { ...more, ...claims };
      },
    },
    profile: (claims) => ({ id: String(claims.sub) }),
  };
}

function isGiven(claims: Claims, groupsClaim: string | null): boolean {
  return groupsClaim === null || groupsClaim in claims || "_claim_names" in claims;
}

/** The claims of a token whose signature, audience, time and nonce the client has just checked. */
function decodeClaims(idToken: string): Claims {
  const [, payload = ""] = idToken.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
