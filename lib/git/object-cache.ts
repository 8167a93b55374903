import { LRUCache } from "lru-cache";
import type { ReadBlob } from "./blob-reader.ts";

const MAX_BLOB_BYTES = 16 * 1024 * 1024;
const MAX_ONE_BLOB_BYTES = 1024 * 1024;

/**
 * keepByCommit remembers what was read of a commit, up to `maxItems` items in all: what an object id names never
 * changes, and starting git takes many milliseconds.
 */
export function keepByCommit<Item>(
  maxItems: number,
  read: (commit: string) => Promise<Item[]>,
): (commit: string) => Promise<Item[]> {
  const kept = new LRUCache<string, Item[]>({
    maxSize: maxItems,
    sizeCalculation: (items) => items.length + 1,
  });
  return async (commit) => {
    const items = kept.get(commit) ?? (await read(commit));
    kept.set(commit, items);
    return [...items];
  };
}

/** keepBlobs remembers the blobs that were found, up to 1 MiB each and 16 MiB in all. */
export function keepBlobs(readBlob: ReadBlob): ReadBlob {
  const kept = new LRUCache<string, Uint8Array>({
    maxSize: MAX_BLOB_BYTES,
    maxEntrySize: MAX_ONE_BLOB_BYTES,
    sizeCalculation: (bytes) => bytes.length + 1,
  });
  return async (blob) => {
    const known = kept.get(blob);
    if (known !== undefined) return known;
    const bytes = await readBlob(blob);
    if (bytes !== null) kept.set(blob, bytes);
    return bytes;
  };
}
