import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { parseEmail } from "../domain/access/email.ts";
import type { IdentityClaims } from "../services/access/sign-in-by-identity.ts";
import type { GithubConfig } from "./auth-env.ts";
import { toLine } from "./auth-providers.ts";

const TIMEOUT_MS = 5_000;
const userSchema = z.object({ id: z.number().int(), login: z.string(), name: z.string().nullish() });
const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));
const profileSchema = z.object({ user: userSchema, emails: emailsSchema });

/** githubProvider is GitHub's sign-in as next-auth takes it: code flow with PKCE and state; its API says who it is. */
export function githubProvider(github: GithubConfig): OAuthConfig<Record<string, unknown>> {
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    issuer: `${github.url}/login/oauth`,
    clientId: github.clientId,
    clientSecret: github.clientSecret,
    authorization: {
      url: `${github.url}/login/oauth/authorize`,
      params: { scope: "read:user user:email" },
    },
    token: `${github.url}/login/oauth/access_token`,
    checks: ["pkce", "state"],
    userinfo: {
      url: `${github.apiUrl}/user`,
      request: async ({ tokens }) => {
        const read = (path: string) => readApi(`${github.apiUrl}${path}`, String(tokens.access_token));
        const profile: Record<string, unknown> = {
          user: await read("/user"),
          emails: await read("/user/emails"),
        };
        return profile;
      },
    },
    profile: (profile) => ({ id: String(profileSchema.parse(profile).user.id) }),
  };
}

/**
 * toGithubClaims reads what GitHub's API said. The subject is the numeric id, because logins are given to others when
 * they become free; of a server of one's own, together with its address. Only the verified primary e-mail counts.
 */
export function toGithubClaims(profile: unknown, github: GithubConfig): IdentityClaims {
  const { user, emails } = profileSchema.parse(profile);
  const primary = emails.find(({ primary: isPrimary }) => isPrimary);
  const isPublic = github.url === "https://github.com";
  return {
    provider: "github",
    subject: isPublic ? String(user.id) : `${github.url} ${user.id}`,
    name: toLine(user.name) || toLine(user.login),
    email: toLine(primary?.email),
    verifiedEmail: primary?.verified ? parseEmail(primary.email) : null,
    groups: null,
    authTime: undefined,
  };
}

async function readApi(address: string, token: string): Promise<unknown> {
  const response = await fetch(address, {
    headers: { Accept: "application/vnd.github+json", Authorization: `Bearer ${token}` },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`GitHub's API answered ${response.status}`);
  return response.json();
}
