import { z } from "zod";

const GITHUB_URL = "https://github.com";
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

const providerUrl = (name: string, example: string) =>
  z.union([z.literal(""), z.url({ protocol: /^https?$/ }).refine(isSafe)], {
    error: `${name} has to be an https address like ${example}; http is for loopback only.`,
  });

/** The variables of the identity providers: an empty one is an unset one. */
export const authEnv = z.object({
  OIDC_ISSUER: providerUrl("OIDC_ISSUER", "https://login.example.com/realms/main").default(""),
  OIDC_CLIENT_ID: z.string().default(""),
  OIDC_CLIENT_SECRET: z.string().default(""),
  OIDC_NAME: z.string().max(60).default("Single sign-on"),
  OIDC_SCOPE: z.string().default("openid email profile"),
  OIDC_GROUPS_CLAIM: z.string().default(""),
  GITHUB_OAUTH_ID: z.string().default(""),
  GITHUB_OAUTH_SECRET: z.string().default(""),
  GITHUB_OAUTH_URL: providerUrl("GITHUB_OAUTH_URL", "https://github.example.com").default(""),
});

export type OidcConfig = {
  /** Without a slash at the end. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the sign-in page calls it. */
  name: string;
  scope: string;
  /** The claim that names a person's groups; null where roles do not follow groups. */
  groupsClaim: string | null;
};

export type GithubConfig = { clientId: string; clientSecret: string; url: string; apiUrl: string };

/** toOidc reads the OpenID Connect provider; null where none is set up. Throws where it is set up by half. */
export function toOidc(value: z.output<typeof authEnv>): OidcConfig | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_SCOPE } = value;
  const parts = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET];
  if (!isWhole(parts, "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET")) return null;
  return {
    issuer: OIDC_ISSUER.replace(/\/$/, ""),
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    name: OIDC_NAME || "Single sign-on",
    scope: OIDC_SCOPE || "openid email profile",
    groupsClaim: value.OIDC_GROUPS_CLAIM || null,
  };
}

/** toGithub reads GitHub's sign-in, of github.com or of a server of one's own; null where it is not set up. */
export function toGithub(value: z.output<typeof authEnv>): GithubConfig | null {
  const { GITHUB_OAUTH_ID, GITHUB_OAUTH_SECRET } = value;
  if (!isWhole([GITHUB_OAUTH_ID, GITHUB_OAUTH_SECRET], "GITHUB_OAUTH_ID and GITHUB_OAUTH_SECRET"))
    return null;
  const url = (value.GITHUB_OAUTH_URL || GITHUB_URL).replace(/\/$/, "");
  const apiUrl = url === GITHUB_URL ? "https://api.github.com" : `${url}/api/v3`;
  return { clientId: GITHUB_OAUTH_ID, clientSecret: GITHUB_OAUTH_SECRET, url, apiUrl };
}

function isWhole(parts: readonly string[], names: string): boolean {
  if (parts.every((part) => part === "")) return false;
  if (parts.some((part) => part === "")) throw new Error(`Set ${names} together, or none of them.`);
  return true;
}

/** A code and a secret travel there, so it is https; a server on this machine may do without. */
function isSafe(text: string): boolean {
  const url = new URL(text);
  return url.protocol === "https:" || LOOPBACK.includes(url.hostname);
}
