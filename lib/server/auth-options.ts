import type { AuthOptions } from "next-auth";
import CredentialsModule from "next-auth/providers/credentials";
import { createId } from "../db/create-id.ts";
import { signIn } from "../services/access/sign-in.ts";
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

/**
 * authOptions configures next-auth 4: e-mail and password, and a cookie whose token holds nothing but the random
 * secret of a session row, which is looked up on every request.
 */
export function authOptions(runtime: Runtime): AuthOptions {
  const { env } = runtime;
  const prefix = env.isHttps ? "__Host-" : "";
  const options = sessionCookieOptions(env);
  return {
    secret: env.authSecret,
    useSecureCookies: env.isHttps,
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    cookies: {
      sessionToken: { name: sessionCookieName(env), options },
      csrfToken: { name: `${prefix}tupelo.csrf`, options },
      callbackUrl: { name: `${prefix}tupelo.callback`, options },
    },
    providers: [
      credentialsProvider()({
        name: "E-mail and password",
        credentials: {
          email: { label: "E-mail", type: "email" },
          password: { label: "Password", type: "password" },
        },
        authorize: (credentials, request) =>
          authorizeCredentials(runtime, credentials, request.headers ?? {}),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (isSignedIn(user) ? { sid: user.sid } : { sid: token.sid }),
      redirect: ({ url, baseUrl }) =>
        url.startsWith("/") && !url.startsWith("//") ? `${baseUrl}${url}` : baseUrl,
    },
    logger: {
      error: (code, metadata) => runtime.logger.error({ code, err: metadata }, "next-auth"),
      warn: (code) => runtime.logger.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/** Which of the two a loader hands out for a CommonJS default export depends on the loader. */
function credentialsProvider(): typeof CredentialsModule {
  const module: { default?: typeof CredentialsModule } & object = CredentialsModule;
  return module.default ?? CredentialsModule;
}

function isSignedIn(user: object | undefined): user is SignedIn {
  return user !== undefined && "sid" in user && typeof user.sid === "string";
}

/** next-auth passes on only an error's message: the code of the problem is sent through it. */
async function authorizeCredentials(
  runtime: Runtime,
  credentials: Record<"email" | "password", string> | undefined,
  headers: Record<string, unknown>,
): Promise<SignedIn> {
  const requestId = createId("req");
  const cookie = headers.cookie;
  const peer = headers[PEER_HEADER];
  try {
    const previousSecret = await readSessionSecret(typeof cookie === "string" ? cookie : null, runtime.env);
    const { accountId, secret } = await signIn(contextOf(runtime, ANONYMOUS, requestId), {
      email: typeof credentials?.email === "string" ? credentials.email.slice(0, 400) : "",
      password: typeof credentials?.password === "string" ? credentials.password.slice(0, 257) : "",
      previousSecret,
      address: typeof peer === "string" ? peer : null,
    });
    return { id: accountId, sid: secret };
  } catch (error) {
    const problem = toAppError(error);
    if (problem.internal !== undefined)
      runtime.logger.error({ requestId, err: problem.internal }, "sign-in failed");
    throw new Error(problem.code);
  }
}
