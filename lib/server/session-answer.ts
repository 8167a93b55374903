import { getRuntime } from "./context.ts";
import { newSessionCookie } from "./session-cookie.ts";

/** sessionAnswer is an answer that hands the browser its session's new cookie. */
export async function sessionAnswer(body: object, secret: string): Promise<Response> {
  const { env } = getRuntime();
  return Response.json(body, { headers: { "Set-Cookie": await newSessionCookie(secret, env) } });
}
