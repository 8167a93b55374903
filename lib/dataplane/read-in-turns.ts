import { setImmediate as nextTurn } from "node:timers/promises";
import type { ReadBatch } from "./read-batch.ts";

/** Some tens of milliseconds of work on a busy machine. */
const ITEMS_A_TURN = 500;

/**
 * readInTurns reads a batch a part at a time and lets others have their turn in between: while one big body is read,
 * routing goes on being answered and the database's connections do not time out.
 */
export async function readInTurns<Item>(
  items: readonly Item[],
  readSome: (some: readonly Item[]) => ReadBatch,
): Promise<ReadBatch> {
  if (items.length <= ITEMS_A_TURN) return readSome(items);
  const whole: ReadBatch = { spans: [], scores: [], itemCount: 0, rejectedCount: 0, messages: [] };
  const messages = new Set<string>();
  for (let from = 0; from < items.length; from += ITEMS_A_TURN) {
    const part = readSome(items.slice(from, from + ITEMS_A_TURN));
    whole.spans.push(...part.spans);
    whole.scores.push(...part.scores);
    whole.itemCount += part.itemCount;
    whole.rejectedCount += part.rejectedCount;
    for (const message of part.messages) messages.add(message);
    await nextTurn();
  }
  return { ...whole, messages: [...messages] };
}
