import { getRuntime } from "./context.ts";
import { expiredSessionCookie } from "./session-cookie.ts";

/** signOutAnswer is what DELETE /api/v1/session answers: the browser forgets its cookie. */
export function signOutAnswer(): Response {
  return Response.json(
    { signedOut: true },
    { headers: { "Set-Cookie": expiredSessionCookie(getRuntime().env) } },
  );
}
