import type { Git } from "./git-command.ts";
import { assertObjectId } from "./object-id.ts";

/** Larger blobs are not prompts, features or policies; reading them would only fill the memory. */
const MAX_BLOB_BYTES = 10 * 1024 * 1024;
const BATCH_BYTES = 64 * 1024 * 1024;

export type ReadBlob = (blob: string) => Promise<Uint8Array | null>;
type Waiting = {
  blob: string;
  resolve: (bytes: Uint8Array | null) => void;
  reject: (error: unknown) => void;
};

/** createBlobReader reads blobs one by one for its callers, but asks git for all that are wanted at the same time. */
export function createBlobReader(git: Git): ReadBlob {
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      const found = await readBlobs(git, new Set(batch.map((one) => one.blob)));
      for (const one of batch) one.resolve(found.get(one.blob) ?? null);
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  }

  return (blob) =>
    new Promise((resolve, reject) => {
      assertObjectId(blob);
      waiting.push({ blob, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });
}

/** readBlobSize asks for the size alone; null when git does not have the blob. */
export async function readBlobSize(git: Git, blob: string): Promise<number | null> {
  const { stdout } = await git(["cat-file", "--batch-check"], { input: lines([assertObjectId(blob)]) });
  const [, type, size] = stdout.toString("utf8").trim().split(" ");
  return type === "blob" ? Number(size) : null;
}

async function readBlobs(git: Git, blobs: ReadonlySet<string>): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const batch of inBatches(await sizesOf(git, blobs))) {
    const { stdout } = await git(["cat-file", "--batch"], { input: lines(batch) });
    collect(stdout, found);
  }
  return found;
}

async function sizesOf(git: Git, blobs: ReadonlySet<string>): Promise<Map<string, number>> {
  const { stdout } = await git(["cat-file", "--batch-check"], { input: lines([...blobs]) });
  const sizes = new Map<string, number>();
  for (const line of stdout.toString("utf8").split("\n")) {
    const [id, type, size] = line.split(" ");
    if (id !== undefined && type === "blob" && Number(size) <= MAX_BLOB_BYTES) sizes.set(id, Number(size));
  }
  return sizes;
}

function inBatches(sizes: ReadonlyMap<string, number>): string[][] {
  const batches: string[][] = [];
  let room = 0;
  for (const [blob, size] of sizes) {
    if (batches.length === 0 || size > room) {
      batches.push([]);
      room = BATCH_BYTES;
    }
    batches.at(-1)?.push(blob);
    room -= size;
  }
  return batches;
}

/** Each answer is `<id> <type> <size>\n<bytes>\n`. */
function collect(output: Buffer, found: Map<string, Uint8Array>): void {
  let position = 0;
  while (position < output.length) {
    const end = output.indexOf(0x0a, position);
    const [id = "", , size] = output.toString("latin1", position, end).split(" ");
    const start = end + 1;
    if (size === undefined) {
      position = start;
      continue;
    }
    found.set(id, Uint8Array.from(output.subarray(start, start + Number(size))));
    position = start + Number(size) + 1;
  }
}

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join("");
}
