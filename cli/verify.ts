import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { type ChainHead, verifyChain } from "../lib/domain/audit/verify-chain.ts";
import { readAuditLines } from "./read-audit-lines.ts";

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
    .action(async (file: string, options: { checkpoint?: ChainHead[] }) => {
      const { isOk, sentence } = verifyText(await readText(file), options.checkpoint ?? []);
      if (isOk) console.log(sentence);
      else console.error(sentence);
      process.exitCode = isOk ? 0 : 1;
    });
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
