export type ConsoleOptions = { url: string; project: string; key: string };

const NO_ANSWER_MS = 60_000;

/** askConsole reads or sends something below a project of the console's API. Throws with a sentence that holds no key. */
export async function askConsole(
  { url, project, key }: ConsoleOptions,
  path: string,
  body?: string,
): Promise<unknown> {
  if (key === "") throw new Error("Put an API key into TUPELO_KEY.");
  const address = new URL(`/api/v1/projects/${encodeURIComponent(project)}/${path}`, url);
  const answer = await fetch(address, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body,
    // A key must not follow to another host.
    redirect: "error",
    signal: AbortSignal.timeout(NO_ANSWER_MS),
  }).catch((error: unknown) => {
    throw new Error(
      `${address.origin} cannot be reached: ${error instanceof Error ? error.message : "no answer"}`,
    );
  });
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok) return said;
  const detail =
    typeof said === "object" && said !== null && "detail" in said ? String(said.detail) : "no reason given";
  throw new Error(`The console answered ${answer.status}: ${detail}`);
}
