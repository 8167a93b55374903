import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { sha256Hex } from "../domain/digest.ts";
import type { Env } from "./env.ts";
import { sessionCookieOptions } from "./session-cookie.ts";

/** How long somebody may take at the provider; next-auth's own cookies live as long. */
const MAX_AGE_SECONDS = 15 * 60;

const next = z.string();
const intentSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sign-in"), next }),
  z.object({ kind: z.literal("invite"), next, token: z.string() }),
  z.object({ kind: z.literal("step-up"), next, sessionId: z.string() }),
  z.object({ kind: z.literal("link"), next, sessionId: z.string() }),
]);

/** Why somebody was sent to an identity provider, and where they go afterwards. */
export type SignInIntent = z.output<typeof intentSchema>;

const cookieName = (env: Pick<Env, "isHttps">) => `${env.isHttps ? "__Host-" : ""}tupelo.intent`;

/**
 * writeIntent is the cookie that keeps an intent while the person is at the provider: encrypted, and bound to the
 * `state` of that one way, so that it cannot be taken along on another.
 */
export async function writeIntent(intent: SignInIntent, state: string, env: Env): Promise<string> {
  const token = { intent, state: sha256Hex(state) };
  const name = cookieName(env);
  const value = await encode({ token, secret: env.authSecret, maxAge: MAX_AGE_SECONDS, salt: name });
  return cookie(env, value, MAX_AGE_SECONDS);
}

/** expiredIntent makes a browser forget its intent: it is used once. */
export function expiredIntent(env: Env): string {
  return cookie(env, "", 0);
}

/** readIntent reads the intent of this way back; null where there is none, it is too old, or of another way. */
export async function readIntent(
  cookieHeader: string | null,
  state: string,
  env: Env,
): Promise<SignInIntent | null> {
  const name = cookieName(env);
  const value = new RegExp(`(?:^|; *)${name}=([^;]+)`).exec(cookieHeader ?? "")?.[1];
  if (value === undefined) return null;
  const payload = await decode({ token: value, secret: env.authSecret, salt: name }).catch(() => null);
  if (payload === null || payload.state !== sha256Hex(state)) return null;
  const parsed = intentSchema.safeParse(payload.intent);
  return parsed.success ? parsed.data : null;
}

function cookie(env: Env, value: string, maxAgeSeconds: number): string {
  const { path } = sessionCookieOptions(env);
  const secure = env.isHttps ? "; Secure" : "";
  return `${cookieName(env)}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
