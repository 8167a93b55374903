/** A serialization failure, a deadlock, and Prisma's word for both. */
const CONFLICT_CODES = new Set(["40001", "40P01", "P2034"]);
const MAX_RETRIES = 3;
const FIRST_WAIT_MS = 25;
const MAX_DEPTH = 6;

/**
 * retryConflicts does a transaction again that Postgres ended because of another one: at most three times, after a
 * random wait that may double each time, so that the two do not meet again. The work is run from its beginning, so
 * it must not keep anything of a run that failed. Every other error, and the fourth conflict, is the caller's.
 */
export async function retryConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (retries === MAX_RETRIES || !isConflict(error)) throw error;
      await wait(Math.random() * FIRST_WAIT_MS * 2 ** retries);
    }
  }
}

/** isConflict says whether Postgres ended a transaction because of another one; the code may be nested in what wraps it. */
export function isConflict(error: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH || typeof error !== "object" || error === null) return false;
  const codes = ["code", "originalCode"].map((name): unknown => Reflect.get(error, name));
  if (codes.some((code) => typeof code === "string" && CONFLICT_CODES.has(code))) return true;
  return ["cause", "meta", "driverAdapterError", "internal"].some((name) =>
    isConflict(Reflect.get(error, name), depth + 1),
  );
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
