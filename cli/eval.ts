import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { AppError } from "../lib/domain/errors.ts";
import type { Complete } from "../lib/evals/runner/completion.ts";
import { createCompleter } from "../lib/evals/runner/create-completer.ts";
import { createFileJournal } from "../lib/evals/runner/file-journal.ts";
import { type RunOutcome, type RunProgress, runPlan } from "../lib/evals/runner/run-plan.ts";
import { writeNativeRun } from "../lib/evals/runner/write-native-run.ts";
import { askConsole, type ConsoleOptions } from "./ask-console.ts";
import { buildEvalPlan } from "./build-eval-plan.ts";
import { type FindPart, fetchReleaseParts, measuredUnder, readFolderParts } from "./eval-parts.ts";

export type EvalOptions = {
  prompt?: string;
  model: string;
  endpoint: string;
  judge?: string;
  judgeModel?: string;
  goldenSet?: string;
  settings?: string;
  repeats: string;
  budget?: string;
  concurrency: string;
  out: string;
  release?: string;
  under?: string;
  upload?: boolean;
  project: string;
  url: string;
};

/** evalCommand is `tupelo eval`: run a golden set at an endpoint. Keys come from the environment alone. */
export function evalCommand(): Command {
  return new Command("eval")
    .description(
      "Run a golden set against any OpenAI-compatible endpoint. Its key comes from TUPELO_MODEL_KEY, the console's from TUPELO_KEY. Exit code 1: stopped by budget or endpoint; 2: could not run; 130: interrupted.",
    )
    .argument("[folder]", "the ops repository, with its tupelo.yaml", ".")
    .requiredOption("--model <name>", "the model's name at the endpoint")
    .requiredOption("--endpoint <url>", "up to and with /v1")
    .option("--prompt <name@version>", "such as support@2.9")
    .option("--judge <name@version>", "such as groundedness@6")
    .option("--judge-model <name>", "the model that judges; else the model itself")
    .option("--golden-set <name>", "where the folder has several")
    .option("--settings <name@version>", "generation settings")
    .option("--repeats <count>", "how often each case is asked", "1")
    .option("--budget <usd>", "stop before this is passed, in US dollars")
    .option("--concurrency <count>", "how many cases at a time", "4")
    .option("--out <file>", "where the result goes; what is paid for is kept beside it", "run.json")
    .option(
      "--release <id>",
      "the release that the run is about; without a folder its parts are read from the console",
    )
    .option(
      "--under <id>",
      "the release whose golden set, judge, index and settings measure; read from the console",
    )
    .option("--upload", "send the result to the console")
    .option("--project <slug>", "the project", process.env.TUPELO_PROJECT ?? "deploybuddy")
    .option("--url <address>", "the console", process.env.TUPELO_URL ?? "http://127.0.0.1:3000")
    .action(async (folder: string, options: EvalOptions, command: Command) => {
      const stop = new AbortController();
      process.once("SIGINT", () => stop.abort());
      const isGiven = command.args.length > 0;
      process.exitCode = await runEval(isGiven || !options.release ? folder : null, options, {
        keys: { model: process.env.TUPELO_MODEL_KEY ?? null, console: process.env.TUPELO_KEY ?? "" },
        say: (line) => console.error(line),
        signal: stop.signal,
      });
    })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

export type EvalDeps = {
  keys: { model: string | null; console: string };
  say: (line: string) => void;
  signal: AbortSignal;
};

/** runEval does the whole of `tupelo eval` and returns its exit code; `folder` null reads the release's parts from the console. */
export async function runEval(
  folder: string | null,
  options: EvalOptions,
  deps: EvalDeps,
): Promise<0 | 1 | 2 | 130> {
  try {
    return await measure(folder, options, deps);
  } catch (error) {
    if (error instanceof AppError) deps.say(error.detail);
    else deps.say(error instanceof Error ? error.message : "The run ended for a reason that nobody knows.");
    return 2;
  }
}

async function measure(folder: string | null, options: EvalOptions, deps: EvalDeps): Promise<0 | 1 | 130> {
  const server: ConsoleOptions = { url: options.url, project: options.project, key: deps.keys.console };
  if ((options.upload || options.under !== undefined) && options.release === undefined)
    throw new Error("Name the release that the run is about: --release.");
  const find = await findParts(folder, options, server);
  const plan = buildEvalPlan(find, {
    ...{ prompt: options.prompt ?? null, model: options.model, endpoint: checkAddress(options.endpoint) },
    ...{
      judge: options.judge ?? null,
      judgeModel: options.judgeModel ?? null,
      goldenSet: options.goldenSet ?? null,
    },
    ...{ settings: options.settings ?? null, repeats: Number(options.repeats) },
    ...{ isRelease: folder === null, isMeasuredByRelease: folder === null || options.under !== undefined },
  });
  const journal = `${options.out}.journal.jsonl`;
  const outcome = await runPlan(plan, {
    complete: completerOf(options, deps),
    journal: createFileJournal(journal),
    clock: { now: Date.now, sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}) },
    signal: deps.signal,
    budgetUsd: options.budget === undefined ? null : amountOf(options.budget),
    concurrency: countOf(options.concurrency),
    onProgress: (progress) => deps.say(progressLine(progress)),
  });
  if (outcome.kind !== "finished") return sayWhy(outcome, journal, deps);
  const file = writeNativeRun(plan.evidence, outcome.results, new Date());
  await writeFile(options.out, file);
  deps.say(`Finished: ${progressLine(outcome.progress)}. The result is in ${options.out}.`);
  if (options.upload) await upload(file, options, server, deps);
  return 0;
}

/** What measures comes from the release that the run is made under; a run under itself is its own. */
async function findParts(
  folder: string | null,
  { release = "", under }: EvalOptions,
  server: ConsoleOptions,
): Promise<FindPart> {
  const own = folder === null ? await fetchReleaseParts(release, server) : await readFolderParts(folder);
  return under === undefined ? own : measuredUnder(own, await fetchReleaseParts(under, server));
}

function completerOf({ endpoint }: EvalOptions, { keys }: EvalDeps): Complete {
  return createCompleter({
    url: endpoint,
    key: keys.model,
    fetch: (input, init) => fetch(input, { ...init, redirect: "manual" }),
  });
}

function sayWhy(
  outcome: Exclude<RunOutcome, { kind: "finished" }>,
  journal: string,
  { say }: EvalDeps,
): 1 | 130 {
  say("sentence" in outcome ? outcome.sentence : "Stopped.");
  say(
    `${progressLine(outcome.progress)}. Run the same command again to go on; what is paid for is in ${journal}.`,
  );
  return outcome.kind === "stopped" ? 130 : 1;
}

async function upload(
  file: string,
  { release = "", under }: EvalOptions,
  server: ConsoleOptions,
  { say }: EvalDeps,
): Promise<void> {
  const query = new URLSearchParams({ release, format: "native", ...(under === undefined ? {} : { under }) });
  const answer = await askConsole(server, `eval-runs?${query}`, file);
  const number =
    typeof answer === "object" && answer !== null && "number" in answer ? String(answer.number) : "?";
  say(`Sent: eval run ${number}.`);
}

function progressLine({ done, total, errors, spentUsd, etaMs }: RunProgress): string {
  const eta = etaMs === null || done === total ? "" : `, about ${Math.ceil(etaMs / 1_000)} s left`;
  return `${done} of ${total} measured, ${errors} errors, $${spentUsd.toFixed(4)} spent${eta}`;
}

function checkAddress(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error("The endpoint is no http address.");
  if (url.username !== "" || url.password !== "")
    throw new Error("Put the endpoint's key into TUPELO_MODEL_KEY, not into its address.");
  return endpoint;
}

function amountOf(text: string): number {
  const amount = Number(text);
  if (!(Number.isFinite(amount) && amount > 0))
    throw new Error("The budget is an amount in US dollars, such as 2.50.");
  return amount;
}

function countOf(text: string): number {
  if (!/^[1-9][0-9]?$/.test(text)) throw new Error("The concurrency is a number from 1 to 99.");
  return Number(text);
}
