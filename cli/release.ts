import { Command } from "commander";
import { releaseEndpoints } from "../lib/contracts/releases.ts";

type BlockerOptions = { environment: string; project: string; url: string };
export type BlockerOutcome = { exitCode: 0 | 1 | 2; lines: string[] };

const NO_ANSWER_MS = 30_000;

/** releaseCommand is `tupelo release`: what a console knows about a release. The key comes from TUPELO_KEY alone. */
export function releaseCommand(): Command {
  const blockers = new Command("blockers")
    .description(
      "List what stands between a release and an environment. Exit code 1: something does; 2: no answer.",
    )
    .argument("<id>", "the release's id, 10 hex digits")
    .requiredOption("--environment <name>", "such as production")
    .option("--project <slug>", "the project", process.env.TUPELO_PROJECT ?? "deploybuddy")
    .option("--url <address>", "the console", process.env.TUPELO_URL ?? "http://127.0.0.1:3000")
    .action(async (id: string, options: BlockerOptions) => {
      const { exitCode, lines } = await askForBlockers(id, options, process.env.TUPELO_KEY ?? "");
      for (const line of lines) (exitCode === 2 ? console.error : console.log)(line);
      process.exitCode = exitCode;
    })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  return new Command("release").description("What a console knows about a release.").addCommand(blockers);
}

/** askForBlockers asks the console for the one list of blockers, the same that its pages show. */
export async function askForBlockers(
  id: string,
  options: BlockerOptions,
  key: string,
  ask: typeof fetch = fetch,
): Promise<BlockerOutcome> {
  const failed = (sentence: string): BlockerOutcome => ({ exitCode: 2, lines: [sentence] });
  if (!/^[0-9a-f]{10}$/.test(id)) return failed("A release id has 10 hex digits.");
  if (key === "") return failed("Put an API key with the scope `read` into TUPELO_KEY.");
  const { listBlockers } = releaseEndpoints;
  const path = listBlockers.path
    .replace("{project}", encodeURIComponent(options.project))
    .replace("{releaseId}", id);
  if (!URL.canParse(path, options.url)) return failed(`${options.url} is no address.`);
  const address = new URL(path, options.url);
  address.searchParams.set("environment", options.environment);
  try {
    const answer = await ask(address, {
      headers: { authorization: `Bearer ${key}` },
      // A key must not follow to another host.
      redirect: "error",
      signal: AbortSignal.timeout(NO_ANSWER_MS),
    });
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) return failed(`The console answered ${answer.status}: ${detailOf(body)}`);
    return outcomeOf(id, listBlockers.response.safeParse(body).data?.blockers ?? null, options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failed(`${address.origin} cannot be reached: ${why}`);
  }
}

function outcomeOf(
  id: string,
  blockers: readonly { code: string; sentence: string }[] | null,
  { environment }: BlockerOptions,
): BlockerOutcome {
  if (blockers === null)
    return { exitCode: 2, lines: ["The answer is not a list of blockers: is this a console?"] };
  if (blockers.length === 0)
    return { exitCode: 0, lines: [`Nothing stands between ${id} and ${environment} but a review.`] };
  const lines = blockers.map(({ code, sentence }) => `${code} ${sentence}`.replace(/\p{Cc}+/gu, " "));
  return { exitCode: 1, lines };
}

function detailOf(body: unknown): string {
  if (typeof body !== "object" || body === null) return "no reason given";
  if ("detail" in body && typeof body.detail === "string") return body.detail;
  return "title" in body && typeof body.title === "string" ? body.title : "no reason given";
}
