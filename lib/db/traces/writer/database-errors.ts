import pg from "pg";
import { UnstorableValue } from "../copy-buffer.ts";

/** What to do about an error of the database while rows are stored. */
export type StoreProblem = "exists" | "try-again" | "bad-row" | "away";

/** Two writers met: deadlock, serialisation, a lock that took too long. */
const MET_ANOTHER = new Set(["40P01", "40001", "55P03"]);
/** Classes of errors that are about the data: its values, its constraints, and rows beyond a page. */
const BAD_DATA_CLASSES = new Set(["22", "23", "54"]);

/** classifyError says what an error means for the rows that were being stored; what is no answer of Postgres is "away". */
export function classifyError(error: unknown): StoreProblem {
  if (error instanceof UnstorableValue) return "bad-row";
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return "away";
  if (error.code === "23505") return "exists";
  if (MET_ANOTHER.has(error.code)) return "try-again";
  return BAD_DATA_CLASSES.has(error.code.slice(0, 2)) ? "bad-row" : "away";
}
