import { z } from "zod";
import { linkToken } from "../contracts/session.ts";
import type { AccountPrincipal } from "../domain/access/principal.ts";
import { canProve, type Provider } from "../domain/access/providers.ts";
import { STEP_UP_SECONDS } from "../domain/environments/step-up.ts";
import { AppError } from "../domain/errors.ts";
import { noteProviderAway } from "../services/access/prove-by-identity.ts";
import { requireFreshProof } from "../services/access/require-fresh-proof.ts";
import type { AuthCall } from "./auth-call.ts";
import { authOptions } from "./auth-options.ts";
import { throwIfStale } from "./auth-password.ts";
import { isOwnOrigin } from "./check-request.ts";
import { safeNextPath } from "./next-path.ts";
import { principalFromCookie } from "./principal.ts";
import { probeProvider } from "./provider-outage.ts";
import { readAuthForm } from "./read-auth-form.ts";
import { runNextAuth } from "./run-next-auth.ts";
import { contextOf, ownOrigins, type Runtime } from "./runtime.ts";
import { SESSION_MAX_AGE_SECONDS } from "./session-cookie.ts";
import { type SignInIntent, writeIntent } from "./sign-in-intent.ts";

const formSchema = z.object({
  csrfToken: z.string().default(""),
  intent: z.enum(["sign-in", "invite", "step-up", "link"]),
  /** The invite's, where one is accepted. */
  token: linkToken.optional(),
  next: z.string().optional(),
});

/**
 * startProviderFlow answers with the address at the identity provider to go to, and keeps why in a cookie. For a
 * proof of who somebody is, the provider is asked first whether it is there: if not, the session is marked and the
 * answer leads back at once.
 */
export async function startProviderFlow(call: AuthCall, provider: Provider): Promise<Response> {
  const { request, runtime } = call;
  const form = formSchema.safeParse(await readAuthForm(request));
  if (!form.success) throw new AppError("invalid", "The sign-in page sent something else; load it again.");
  const account = await principalFromCookie(request.headers.get("cookie"), runtime);
  const intent = intentOf(form.data, account, provider);
  if ("sessionId" in intent && !isOwnOrigin(request.headers, ownOrigins(runtime.env), true)) {
    throw new AppError("csrf", "This request did not come from the console's own pages.");
  }
  if (intent.kind === "step-up" && account !== null) {
    const back = await returnIfAway(call, account, { provider, next: intent.next });
    if (back !== null) return back;
  }
  const { redirect, cookies } = await runNextAuth(authOptions(runtime), {
    ...{ method: "POST", action: `signin/${provider}`, headers: request.headers },
    query: questionOf(intent, provider),
    body: { csrfToken: form.data.csrfToken, callbackUrl: runtime.env.publicUrl },
  });
  const url = redirect !== null && URL.canParse(redirect) ? new URL(redirect) : null;
  throwIfStale(url);
  const state = url?.searchParams.get("state");
  if (url === null || state === null || state === undefined || url.origin === runtime.env.publicUrl) {
    throw new AppError("unavailable", "The identity provider does not answer; try again in a moment.");
  }
  const response = Response.json({ url: url.href });
  for (const cookie of [...cookies, await writeIntent(intent, state, runtime.env)])
    response.headers.append("Set-Cookie", cookie);
  return response;
}

function intentOf(
  form: z.output<typeof formSchema>,
  account: AccountPrincipal | null,
  provider: Provider,
): SignInIntent {
  const next = safeNextPath(form.next);
  switch (form.intent) {
    case "sign-in":
      return { kind: "sign-in", next };
    case "invite":
      if (form.token === undefined) throw new AppError("invalid", "This invite link is not complete.");
      return { kind: "invite", next, token: form.token };
    case "step-up":
      if (!canProve(provider))
        throw new AppError("wrong-state", "This provider cannot prove anew who you are; use your password.");
      return { kind: "step-up", next, sessionId: signedIn(account).sessionId };
    case "link":
      requireFreshProof(signedIn(account));
      return { kind: "link", next, sessionId: signedIn(account).sessionId };
  }
}

function signedIn(account: AccountPrincipal | null): AccountPrincipal {
  if (account === null) throw new AppError("unauthenticated", "Sign in first.");
  return account;
}

/**
 * What the provider is asked beside the usual: `max_age` makes it say when the person signed in there (`auth_time`),
 * and `prompt=login` makes it ask again (OpenID Connect Core 1.0 section 3.1.2.1). GitHub knows neither.
 */
function questionOf(intent: SignInIntent, provider: Provider): Record<string, string> {
  if (provider !== "oidc") return {};
  if (intent.kind === "step-up") return { prompt: "login", max_age: String(STEP_UP_SECONDS) };
  return { max_age: String(SESSION_MAX_AGE_SECONDS) };
}

/** The answer that leads back at once where the provider is away; null where it is there. */
async function returnIfAway(
  { runtime, requestId }: AuthCall,
  account: AccountPrincipal,
  { provider, next }: { provider: Provider; next: string },
): Promise<Response | null> {
  const cause = await findOutage(runtime, provider);
  if (cause === null) return null;
  await noteProviderAway(contextOf(runtime, account, requestId), account, { provider, cause });
  return Response.json({ url: new URL(next, runtime.env.publicUrl).href, isProviderAway: true });
}

async function findOutage({ env }: Runtime, provider: Provider): Promise<string | null> {
  return provider === "oidc" && env.oidc !== null ? probeProvider(env.oidc) : null;
}
