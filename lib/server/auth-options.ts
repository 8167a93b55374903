import type { AuthOptions } from "next-auth";
import CredentialsModule from "next-auth/providers/credentials";
import { createId } from "../db/create-id.ts";
import { signIn } from "../services/access/sign-in.ts";
import { githubProvider } from "./github-provider.ts";
import { oidcProvider } from "./oidc-provider.ts";
import { PEER_HEADER } from "./peer-address.ts";
import { ANONYMOUS, contextOf, type Runtime } from "./runtime.ts";
import {
  readSessionSecret,
  SESSION_MAX_AGE_SECONDS,
  sessionCookieName,
  sessionCookieOptions,
} from "./session-cookie.ts";
import { toAppError } from "./to-app-error.ts";

/** next-auth hands its user from authorize() to jwt(); the session's secret travels with it. */
type SignedIn = { id: string; sid: string };

/** One way through an identity provider: what next-auth reports of it, and what is made of whom it names. */
export type ProviderFlow = {
  /** Told who came back, checked; returns the secret of the session that this leads to. */
  finish: (profile: Record<string, unknown>) => Promise<string>;
  /** Told that the server could not reach the provider. */
  onOutage: (cause: string) => void;
};

/** Nobody comes back on a way that only begins. */
export const NO_FLOW: ProviderFlow = {
  finish: async () => {
    throw new Error("nobody was sent to a provider on this way");
  },
  onOutage: () => undefined,
};

/**
 * authOptions configures next-auth 4: e-mail and password, the identity providers that are set up, and a cookie whose
 * token holds nothing but the random secret of a session row, which is looked up on every request.
 */
export function authOptions(runtime: Runtime, flow: ProviderFlow = NO_FLOW): AuthOptions {
  const { env } = runtime;
  let secret: string | null = null;
  return {
    secret: env.authSecret,
    useSecureCookies: env.isHttps,
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    cookies: cookiesOf(runtime),
    providers: [
      passwordProvider(runtime),
      ...(env.oidc === null ? [] : [oidcProvider(env.oidc, flow.onOutage)]),
      ...(env.github === null ? [] : [githubProvider(env.github)]),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.type === "oauth") secret = await flow.finish({ ...profile });
        return true;
      },
      jwt: ({ token, user }) => {
        if (secret !== null) return { sid: secret };
        return isSignedIn(user) ? { sid: user.sid } : { sid: token.sid };
      },
      redirect: ({ url, baseUrl }) =>
        url.startsWith("/") && !url.startsWith("//") ? `${baseUrl}${url}` : baseUrl,
    },
    logger: {
      // A provider's error may carry tokens; its message alone is logged.
      error: (code, metadata) => runtime.logger.warn({ code, reason: messageOf(metadata) }, "next-auth"),
      warn: (code) => runtime.logger.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

function cookiesOf({ env }: Runtime): AuthOptions["cookies"] {
  const prefix = env.isHttps ? "__Host-" : "";
  const options = sessionCookieOptions(env);
  return {
    sessionToken: { name: sessionCookieName(env), options },
    csrfToken: { name: `${prefix}tupelo.csrf`, options },
    callbackUrl: { name: `${prefix}tupelo.callback`, options },
    state: { name: `${prefix}tupelo.state`, options },
    pkceCodeVerifier: { name: `${prefix}tupelo.pkce`, options },
    nonce: { name: `${prefix}tupelo.nonce`, options },
  };
}

function passwordProvider(runtime: Runtime) {
  return credentialsProvider()({
    name: "E-mail and password",
    credentials: {
      email: { label: "E-mail", type: "email" },
      password: { label: "Password", type: "password" },
    },
    authorize: (credentials, request) => authorizeCredentials(runtime, credentials, request.headers ?? {}),
  });
}

/** Which of the two a loader hands out for a CommonJS default export depends on the loader. */
function credentialsProvider(): typeof CredentialsModule {
  const module: { default?: typeof CredentialsModule } & object = CredentialsModule;
  return module.default ?? CredentialsModule;
}

function isSignedIn(user: object | undefined): user is SignedIn {
  return user !== undefined && "sid" in user && typeof user.sid === "string";
}

function messageOf(metadata: unknown): string {
  const error: unknown = metadata instanceof Error ? metadata : Reflect.get(Object(metadata), "error");
  return error instanceof Error ? error.message.slice(0, 300) : "";
}

/** next-auth passes on only an error's message: the code of the problem is sent through it. */
async function authorizeCredentials(
  runtime: Runtime,
  credentials: Record<"email" | "password", string> | undefined,
  headers: Record<string, unknown>,
): Promise<SignedIn> {
  const requestId = createId("req");
  const text = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : null;
  };
  try {
    const previousSecret = await readSessionSecret(text("cookie"), runtime.env);
    const { accountId, secret } = await signIn(contextOf(runtime, ANONYMOUS, requestId), {
      email: typeof credentials?.email === "string" ? credentials.email.slice(0, 400) : "",
      password: typeof credentials?.password === "string" ? credentials.password.slice(0, 257) : "",
      previousSecret,
      address: text(PEER_HEADER),
      userAgent: text("user-agent") ?? "",
    });
    return { id: accountId, sid: secret };
  } catch (error) {
    const problem = toAppError(error);
    if (problem.internal !== undefined)
      runtime.logger.error({ requestId, err: problem.internal }, "sign-in failed");
    throw new Error(problem.code);
  }
}
