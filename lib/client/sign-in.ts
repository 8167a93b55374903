import { z } from "zod";
import { problemFrom, unreachable } from "./problem-error.ts";

const csrfAnswer = z.object({ csrfToken: z.string() });

/** signIn starts a session in this browser. Throws ProblemError: bad-credentials, too-many-requests, csrf, unavailable. */
export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  const { csrfToken } = csrfAnswer.parse(await (await send("/api/auth/csrf", { method: "GET" })).json());
  const body = new URLSearchParams({ ...credentials, csrfToken, json: "true" });
  await send("/api/auth/callback/credentials", { method: "POST", body });
}

async function send(address: string, init: RequestInit): Promise<Response> {
  const response = await fetch(address, { ...init, credentials: "same-origin", cache: "no-store" }).catch(
    () => {
      throw unreachable();
    },
  );
  if (!response.ok) throw await problemFrom(response);
  return response;
}
