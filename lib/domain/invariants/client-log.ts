import { z } from "zod";

const times = { invokedAtMs: z.number(), endedAtMs: z.number() };
const outcome = z.enum(["ok", "fail", "unknown"]);
/** What a request with an Idempotency-Key was answered; absent while the answer was lost. */
const answer = { key: z.string().optional(), status: z.int().optional(), bodyDigest: z.string().optional() };

/**
 * clientLogLineSchema is one line of what a client did and saw. Times are one monotonic clock's milliseconds.
 * `move` asks to move an environment on from `expectedVersion`; `read` reads its version; `write` makes a row.
 */
export const clientLogLineSchema = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("move"),
    environment: z.string(),
    expectedVersion: z.int(),
    version: z.int().nullable(),
    outcome,
    ...times,
    ...answer,
  }),
  z.object({ op: z.literal("read"), environment: z.string(), version: z.int(), ...times }),
  z.object({
    op: z.literal("write"),
    table: z.enum(["promotion", "review", "release", "eval_run"]),
    id: z.string(),
    outcome,
    ...times,
    ...answer,
  }),
]);
export type ClientLogLine = z.output<typeof clientLogLineSchema>;
