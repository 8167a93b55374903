import type { AccountPrincipal } from "../domain/access/principal.ts";
import type { Provider } from "../domain/access/providers.ts";
import { AppError } from "../domain/errors.ts";
import { linkOwnIdentity, noteProviderAway, proveByIdentity } from "../services/access/prove-by-identity.ts";
import { type IdentityClaims, signInByIdentity } from "../services/access/sign-in-by-identity.ts";
import type { AuthCall } from "./auth-call.ts";
import { authOptions } from "./auth-options.ts";
import { toOidcClaims } from "./auth-providers.ts";
import { toGithubClaims } from "./github-provider.ts";
import { peerAddress } from "./peer-address.ts";
import { principalFromCookie } from "./principal.ts";
import { probeProvider } from "./provider-outage.ts";
import { runNextAuth } from "./run-next-auth.ts";
import { ANONYMOUS, contextOf } from "./runtime.ts";
import { readSessionSecret } from "./session-cookie.ts";
import { expiredIntent, readIntent, type SignInIntent } from "./sign-in-intent.ts";
import { toAppError } from "./to-app-error.ts";

/** What became of a way through a provider: where to go, or why it led nowhere. */
type Outcome = { secret: string | null; next: string; reason: string | null; cookies: string[] };

/**
 * finishProviderFlow takes somebody who comes back from an identity provider where they wanted to go. The browser is
 * led by redirects here, so a refusal is one too: its reason stands in the address, and the page says it in words.
 */
export async function finishProviderFlow(call: AuthCall, provider: Provider): Promise<Response> {
  const { request, runtime } = call;
  const { searchParams } = new URL(request.url);
  const cookie = request.headers.get("cookie");
  const intent = await readIntent(cookie, searchParams.get("state") ?? "", runtime.env);
  const outcome =
    intent === null
      ? { secret: null, next: "/", reason: "provider-failed", cookies: [] }
      : await finish(call, provider, intent);
  const { publicUrl } = runtime.env;
  const { reason, next } = outcome;
  const location = reason === null ? new URL(next, publicUrl) : problemAddress(intent, reason, publicUrl);
  const response = new Response(null, { status: 303, headers: { Location: location.href } });
  for (const each of [...outcome.cookies, expiredIntent(runtime.env)])
    response.headers.append("Set-Cookie", each);
  return response;
}

async function finish(call: AuthCall, provider: Provider, intent: SignInIntent): Promise<Outcome> {
  const { request, runtime, requestId } = call;
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const seen: { secret: string | null; next: string; error: unknown; outage: string | null } = {
    ...{ secret: null, next: intent.next, error: null },
    outage: intent.kind === "step-up" ? await findOutage(call, provider) : null,
  };
  const flow = {
    onOutage: (cause: string) => {
      seen.outage = cause;
    },
    finish: async (profile: Record<string, unknown>) => {
      try {
        const done = await carryOut(call, intent, toClaims(call, provider, profile));
        seen.secret = done.secret;
        seen.next = done.next;
        return done.secret;
      } catch (error) {
        seen.error = error;
        throw error;
      }
    },
  };
  const answer = await runNextAuth(authOptions(runtime, flow), {
    ...{ method: "GET", action: `callback/${provider}`, query, headers: request.headers },
  });
  const { secret, next, error, outage } = seen;
  if (secret !== null) return { secret, next, reason: null, cookies: answer.cookies };
  const cookies = answer.cookies.filter((each) => each.includes("Max-Age=0"));
  if (outage !== null)
    return { secret, next, cookies, reason: await markAway(call, intent, provider, outage) };
  if (error === null) {
    const reason = query.error === "access_denied" ? "cancelled" : "provider-failed";
    return { secret, next, reason, cookies };
  }
  const problem = toAppError(error);
  if (problem.internal !== undefined)
    runtime.logger.error({ requestId, err: problem.internal }, "sign-in by a provider failed");
  return { secret, next, reason: reasonOf(problem), cookies };
}

/** Signs in, accepts an invite, proves or links: what the person went to the provider for. */
async function carryOut(
  call: AuthCall,
  intent: SignInIntent,
  claims: IdentityClaims,
): Promise<{ secret: string; next: string }> {
  const { request, runtime, requestId } = call;
  const { next } = intent;
  if (intent.kind === "step-up" || intent.kind === "link") {
    const account = await sessionOf(call, intent.sessionId);
    const ctx = contextOf(runtime, account, requestId);
    const work = intent.kind === "step-up" ? proveByIdentity : linkOwnIdentity;
    return { secret: (await work(ctx, account, claims)).secret, next };
  }
  const { secret, project } = await signInByIdentity(contextOf(runtime, ANONYMOUS, requestId), {
    claims,
    inviteToken: intent.kind === "invite" ? intent.token : null,
    previousSecret: await readSessionSecret(request.headers.get("cookie"), runtime.env),
    origin: {
      provider: claims.provider,
      userAgent: request.headers.get("user-agent") ?? "",
      address: peerAddress(request) ?? "",
    },
  });
  return { secret, next: project === null ? next : `/${project}` };
}

/** The session that was sent to the provider, if it is still this browser's own. */
async function sessionOf({ request, runtime }: AuthCall, sessionId: string): Promise<AccountPrincipal> {
  const account = await principalFromCookie(request.headers.get("cookie"), runtime);
  if (account?.sessionId === sessionId) return account;
  throw new AppError("unauthenticated", "Your session ended meanwhile; sign in again.", {
    params: { reason: "session-ended" },
  });
}

function toClaims(
  { runtime }: AuthCall,
  provider: Provider,
  profile: Record<string, unknown>,
): IdentityClaims {
  const { oidc, github } = runtime.env;
  if (provider === "oidc" && oidc !== null) return toOidcClaims(profile, oidc);
  if (provider === "github" && github !== null) return toGithubClaims(profile, github);
  throw new AppError("not-configured", "This identity provider is not set up.");
}

async function findOutage({ runtime }: AuthCall, provider: Provider): Promise<string | null> {
  const { oidc } = runtime.env;
  return provider === "oidc" && oidc !== null ? probeProvider(oidc) : null;
}

/** The provider was away: a session that has to prove who it is gets that noted, as far as it may. */
async function markAway(
  call: AuthCall,
  intent: SignInIntent,
  provider: Provider,
  cause: string,
): Promise<string> {
  if (intent.kind !== "step-up") return "provider-away";
  const account = await sessionOf(call, intent.sessionId).catch(() => null);
  if (account === null) return "session-ended";
  const ctx = contextOf(call.runtime, account, call.requestId);
  await noteProviderAway(ctx, account, { provider, cause }).catch((error: unknown) => {
    call.runtime.logger.info({ err: error }, "a session was not marked");
  });
  return "provider-away";
}

function reasonOf({ params, code }: AppError): string {
  const reason = params?.reason;
  if (typeof reason === "string") return reason;
  return code === "not-found" ? "invite-closed" : code === "internal" ? "provider-failed" : code;
}

function problemAddress(intent: SignInIntent | null, reason: string, publicUrl: string): URL {
  const isSignedIn = intent?.kind === "step-up" || intent?.kind === "link";
  const url = new URL(isSignedIn ? intent.next : "/sign-in", publicUrl);
  url.searchParams.set("problem", reason);
  if (intent?.kind === "sign-in" && intent.next !== "/") url.searchParams.set("next", intent.next);
  return url;
}
