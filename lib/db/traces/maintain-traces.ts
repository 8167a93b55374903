import type pg from "pg";

/** How many days are kept: rows, their payloads, and windows by the minute and by the hour. */
export type Retention = { rowDays: number; payloadDays: number; minuteDays: number; hourDays: number };

/** What one round did. `failures` are of steps that will be tried again: a partition is made when nobody is in the way. */
export type MaintenanceReport = { made: number; dropped: number; inDefault: number; failures: Error[] };

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 3;
/** One process at a time looks after the partitions of a database. */
const LOCK = 7_284_013;

const TABLES = ["inference_call", "feature_read", "evaluation", "payload"] as const;
type Table = (typeof TABLES)[number];

/**
 * maintainTraces makes the partitions of today and the next days, gives days that the default partition took in their
 * own, drops days that are older than they are kept, and deletes old windows. Null when another process is at it.
 */
export async function maintainTraces(
  pool: pg.Pool,
  now: Date,
  retention: Retention,
): Promise<MaintenanceReport | null> {
  const client = await pool.connect();
  try {
    const lock = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [LOCK]);
    if (lock.rows[0]?.taken !== true) return null;
    const report: MaintenanceReport = { made: 0, dropped: 0, inDefault: 0, failures: [] };
    for (const table of TABLES) {
      const days = table === "payload" ? retention.payloadDays : retention.rowDays;
      await attempt(report, () => maintainTable(client, report, { table, now, days }));
    }
    await attempt(report, () => forgetWindows(client, now, retention));
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK]);
    return report;
  } finally {
    // Closed, so that the lock cannot outlive this round.
    client.release(true);
  }
}

async function attempt(report: MaintenanceReport, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    report.failures.push(error instanceof Error ? error : new Error(String(error)));
  }
}

type TableAge = { table: Table; now: Date; days: number };

async function maintainTable(
  client: pg.ClientBase,
  report: MaintenanceReport,
  { table, now, days }: TableAge,
): Promise<void> {
  const oldest = dayOf(now.getTime() - days * DAY_MS);
  const ahead = Array.from({ length: DAYS_AHEAD + 1 }, (_, index) => dayOf(now.getTime() + index * DAY_MS));
  const stray = await client.query<{ day: string }>(
    "SELECT day::text FROM traces.days_in_default($1) AS day WHERE day >= $2::date",
    [table, oldest],
  );
  for (const day of new Set([...ahead, ...stray.rows.map((row) => row.day)])) {
    await attempt(report, async () => {
      const made = await client.query<{ made: boolean }>(
        "SELECT traces.ensure_partition($1, $2::date) AS made",
        [table, day],
      );
      if (made.rows[0]?.made === true) report.made += 1;
    });
  }
  const dropped = await client.query<{ count: number }>(
    "SELECT traces.drop_partitions_before($1, $2::date) AS count",
    [table, oldest],
  );
  report.dropped += dropped.rows[0]?.count ?? 0;
  const column = table === "evaluation" ? "evaluated_at" : "started_at";
  await client.query(`DELETE FROM traces.${table}_default WHERE ${column} < $1::date`, [oldest]);
  const left = await client.query<{ count: string }>(`SELECT count(*) FROM traces.${table}_default`);
  report.inDefault += Number(left.rows[0]?.count ?? 0);
}

async function forgetWindows(client: pg.ClientBase, now: Date, retention: Retention): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await client.query("DELETE FROM traces.window_minute WHERE at < $1", [before(retention.minuteDays)]);
  await client.query("DELETE FROM traces.window_hour WHERE at < $1", [before(retention.hourDays)]);
  await client.query(
    `DELETE FROM traces.rollout_subject AS subject USING rollout
      WHERE rollout."projectId" = subject.project_id AND rollout.number = subject.rollout_number
        AND rollout."endedAt" < $1`,
    [before(retention.rowDays)],
  );
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
