import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { type ChainHead, verifyChain } from "../lib/domain/audit/verify-chain.ts";
import { readAuditLines } from "./read-audit-lines.ts";
import { findContradiction, readFileCheckpoints, readRepositoryCheckpoints } from "./verify-checkpoints.ts";

/** Where checkpoints come from: named one by one, a clone's commits, a file. */
type VerifyOptions = { checkpoint?: ChainHead[]; repository?: string; checkpoints?: string };

/** verifyCommand is `tupelo verify FILE`: it checks an exported audit log without any server. Exit code 1: it is wrong. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("Check an exported audit log: names the first event that is wrong.")
    .argument("<file>", "the export, one event a line")
    .option(
      "--checkpoint <seq:hash...>",
      "events known from elsewhere, such as a Tupelo-Audit commit trailer",
      collect,
    )
    .option(
      "--repository <folder>",
      "a clone of the ops repository: its Tupelo-Audit trailers are checkpoints",
    )
    .option("--checkpoints <file>", "a file of checkpoints, one JSON object with chain, seq and hash a line")
    .action(async (file: string, options: VerifyOptions) => {
      const { isOk, sentence } = await verifyFile(file, options);
      if (isOk) console.log(sentence);
      else console.error(sentence);
      process.exitCode = isOk ? 0 : 1;
    });
}

/** verifyFile judges an export with every checkpoint that the options name, in one sentence. */
export async function verifyFile(file: string, options: VerifyOptions) {
  const text = await readText(file);
  const known = text instanceof Error ? [] : await readKnown(text, options);
  if (known instanceof Error) return { isOk: false, sentence: known.message };
  const twice = findContradiction(known);
  if (twice !== null) {
    return { isOk: false, sentence: `Two checkpoints contradict each other about event ${twice}.` };
  }
  const verdict = verifyText(text, known);
  const isNamed = options.repository !== undefined || options.checkpoints !== undefined;
  if (!verdict.isOk || !isNamed) return verdict;
  return { isOk: true, sentence: `${verdict.sentence}, held against ${known.length} checkpoints` };
}

async function readKnown(text: string, options: VerifyOptions): Promise<ChainHead[] | Error> {
  const { repository, checkpoints, checkpoint = [] } = options;
  const chain = readAuditLines(text).events[0]?.chain;
  try {
    return [
      ...checkpoint,
      ...(repository === undefined ? [] : await readRepositoryCheckpoints(repository)),
      ...(checkpoints === undefined ? [] : await readFileCheckpoints(checkpoints, chain)),
    ];
  } catch (error) {
    return new Error(`The checkpoints cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** verifyText judges the text of an export, in one sentence. */
export function verifyText(text: string | Error, checkpoints: readonly ChainHead[]) {
  if (text instanceof Error) return { isOk: false, sentence: text.message };
  const { events, problem } = readAuditLines(text);
  // An unreadable line hides what follows, so only checkpoints before it can be held against the chain.
  const verdict = verifyChain(events, problem === null ? checkpoints : []);
  if (verdict.ok && problem !== null) return { isOk: false, sentence: problem };
  if (verdict.ok) return { isOk: true, sentence: `ok: ${verdict.count} events, head ${verdict.head.hash}` };
  return { isOk: false, sentence: `wrong at event ${verdict.problem.seq}: ${verdict.problem.sentence}` };
}

async function readText(file: string): Promise<string | Error> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new Error(`The file ${file} cannot be read: ${why}`);
  }
}

function collect(value: string, known: ChainHead[] = []): ChainHead[] {
  const [, seq, hash] = /^([1-9][0-9]{0,9}):([0-9a-f]{64})$/.exec(value) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new InvalidArgumentError("Write a checkpoint as seq:hash, such as 12:9f3c… with all 64 digits.");
  }
  return [...known, { seq: Number(seq), hash }];
}
