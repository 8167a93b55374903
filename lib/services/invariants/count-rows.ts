import type { Reader } from "../../db/client.ts";
import type { ClientLogLine } from "../../domain/invariants/client-log.ts";

type Write = Extract<ClientLogLine, { op: "write" }>;

/** countRows says how often each row of a client's log is stored: `table id` to a count. */
export async function countRows(
  db: Reader,
  projectId: string,
  log: readonly ClientLogLine[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const line of log) {
    if (line.op !== "write") continue;
    counts.set(`${line.table} ${line.id}`, await count(db, projectId, line));
  }
  return counts;
}

function count(db: Reader, projectId: string, { table, id }: Write): Promise<number> {
  switch (table) {
    case "promotion":
      return db.promotion.count({ where: { projectId, number: Number(id) } });
    case "review":
      return db.review.count({ where: { projectId, id } });
    case "release":
      return db.release.count({ where: { projectId, id } });
    case "eval_run":
      return db.evalRun.count({ where: { projectId, number: Number(id) } });
  }
}
