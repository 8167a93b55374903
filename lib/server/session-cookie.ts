import { decode, encode } from "next-auth/jwt";
import { SESSION_LIMITS } from "../db/repositories/sessions.ts";
import { AppError } from "../domain/errors.ts";
import type { Env } from "./env.ts";

export const SESSION_MAX_AGE_SECONDS = SESSION_LIMITS.absoluteMs / 1000;

/** sessionCookieName is `__Host-…` where the console is reached over https: then no other host can set it. */
export function sessionCookieName(env: Pick<Env, "isHttps">): string {
  return env.isHttps ? "__Host-tupelo.session" : "tupelo.session";
}

/** sessionCookieOptions are the attributes of every cookie of ours. */
export function sessionCookieOptions(env: Pick<Env, "isHttps">) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: env.isHttps } as const;
}

/** expiredSessionCookie is the header that makes a browser forget its session. */
export function expiredSessionCookie(env: Pick<Env, "isHttps">): string {
  const secure = env.isHttps ? "; Secure" : "";
  return `${sessionCookieName(env)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`;
}

/** newSessionCookie is the header that gives a browser a session's secret. */
export async function newSessionCookie(secret: string, env: Env): Promise<string> {
  const secure = env.isHttps ? "; Secure" : "";
  const token = await writeSessionToken(secret, env);
  return `${sessionCookieName(env)}=${token}; Path=/; Max-Age=${SESSION_MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * readSessionSecret takes the session's secret out of a Cookie header; null when there is none or it is not ours.
 * Two session cookies are refused: nobody could say which one counts.
 */
export async function readSessionSecret(cookieHeader: string | null, env: Env): Promise<string | null> {
  const values = cookieValues(cookieHeader ?? "", sessionCookieName(env));
  if (values.length > 1)
    throw new AppError("bad-request", "The request has two session cookies; clear the cookies of this site.");
  const [token] = values;
  if (token === undefined || token === "") return null;
  try {
    const payload = await decode({ token, secret: env.authSecret });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    return null;
  }
}

/** writeSessionToken is the cookie's value for a session's secret: next-auth's own encrypted form. */
export function writeSessionToken(secret: string, env: Env): Promise<string> {
  return encode({ token: { sid: secret }, secret: env.authSecret, maxAge: SESSION_MAX_AGE_SECONDS });
}

function cookieValues(header: string, name: string): string[] {
  return header
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
