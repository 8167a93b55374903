import { z } from "zod";
import { problemFrom, unreachable } from "./problem-error.ts";

const csrfAnswer = z.object({ csrfToken: z.string() });
const startAnswer = z.object({ url: z.string(), isProviderAway: z.boolean().default(false) });

/** Why somebody goes to an identity provider; `token` is an invite's, `next` the page to come back to. */
export type ProviderErrand = {
  intent: "sign-in" | "invite" | "step-up" | "link";
  token?: string;
  next?: string;
};

/**
 * startProvider asks where at the identity provider to go; the page goes there itself. `isProviderAway`: the server
 * found it away and noted that, and the address is the page to come back to. Throws ProblemError.
 */
export async function startProvider(
  provider: string,
  errand: ProviderErrand,
): Promise<z.output<typeof startAnswer>> {
  const { csrfToken } = csrfAnswer.parse(await (await send("/api/auth/csrf", { method: "GET" })).json());
  const response = await send(`/api/auth/signin/${provider}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ csrfToken, ...errand }),
  });
  return startAnswer.parse(await response.json());
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
