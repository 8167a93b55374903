import { Command, InvalidArgumentError } from "commander";
import { findContradiction } from "../lib/domain/audit/checkpoint-line.ts";
import type { ChainHead } from "../lib/domain/audit/verify-chain.ts";
import { type FileLine, readLines } from "./read-lines.ts";
import { readFileCheckpoints, readRepositoryCheckpoints } from "./verify-checkpoints.ts";
import { type ExportVerdict, verifyExport } from "./verify-export.ts";

/** Where checkpoints come from: named one by one, a clone's commits, a file. */
type VerifyOptions = { checkpoint?: ChainHead[]; repository?: string; checkpoints?: string };

const EXIT_CODES = { proven: 0, wrong: 1, partial: 2 } satisfies Record<ExportVerdict["state"], number>;

/** verifyCommand is `tupelo verify FILE`: it checks an exported audit log without any server. Exit code 1: it is wrong; 2: it has some events of a filter only. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("Check an exported audit log: names the first event that is wrong.")
    .argument("<file>", "the JSONL export")
    .option(
      "--checkpoint <seq:hash...>",
      "events known from elsewhere, such as a Tupelo-Audit commit trailer",
      collect,
    )
    .option(
      "--repository <folder>",
      "a clone of the ops repository: its Tupelo-Audit trailers are checkpoints",
    )
    .option("--checkpoints <file>", "the checkpoint file, one JSON object with chain, seq and hash a line")
    .action(async (file: string, options: VerifyOptions) => {
      const { state, sentence } = await verifyFile(file, options);
      if (state === "wrong") console.error(sentence);
      else console.log(sentence);
      process.exitCode = EXIT_CODES[state];
    });
}

/** verifyFile judges an export with every checkpoint that the options name, in one sentence. */
export async function verifyFile(file: string, options: VerifyOptions): Promise<ExportVerdict> {
  return verifyLines(readLines(file), options).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    const sentence = error instanceof CheckpointError ? why : `The file ${file} cannot be read: ${why}`;
    return { state: "wrong", sentence };
  });
}

/** verifyLines judges an export's lines as verifyFile does; throws where a file cannot be read. */
export async function verifyLines(
  lines: AsyncIterable<FileLine>,
  options: VerifyOptions,
): Promise<ExportVerdict> {
  let known: ChainHead[] = [];
  const verdict = await verifyExport(lines, async (chain) => {
    known = await readKnown(chain, options);
    const twice = findContradiction(known);
    if (twice === null) return known;
    throw new CheckpointError(`Two checkpoints contradict each other about event ${twice}.`);
  });
  const isNamed = options.repository !== undefined || options.checkpoints !== undefined;
  if (verdict.state === "wrong" || !isNamed) return verdict;
  return { ...verdict, sentence: `${verdict.sentence}, held against ${known.length} checkpoints` };
}

class CheckpointError extends Error {}

async function readKnown(chain: string, options: VerifyOptions): Promise<ChainHead[]> {
  const { repository, checkpoints, checkpoint = [] } = options;
  try {
    return [
      ...checkpoint,
      ...(repository === undefined ? [] : await readRepositoryCheckpoints(repository)),
      ...(checkpoints === undefined ? [] : await readFileCheckpoints(checkpoints, chain)),
    ];
  } catch (error) {
    throw new CheckpointError(
      `The checkpoints cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function collect(value: string, known: ChainHead[] = []): ChainHead[] {
  const [, seq, hash] = /^([1-9][0-9]{0,9}):([0-9a-f]{64})$/.exec(value) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new InvalidArgumentError("Write a checkpoint as seq:hash, such as 12:9f3c… with all 64 digits.");
  }
  return [...known, { seq: Number(seq), hash }];
}
