import type pg from "pg";
import { type CopyTable, columnNames } from "../copy-statement.ts";
import { copyRows } from "./copy-rows.ts";
import { classifyError } from "./database-errors.ts";

export type StagedRows<Row> = { inserted: Row[]; refused: Row[] };

/**
 * stageRows stores rows of which some may be there already, or cannot be stored at all: through a temporary table, and
 * then those that are new. Answers which were inserted, and which the database refused by themselves. Runs within the
 * caller's transaction and leaves it usable.
 */
export async function stageRows<Row>(
  client: pg.ClientBase,
  table: CopyTable<Row>,
  rows: readonly Row[],
): Promise<StagedRows<Row>> {
  if (rows.length === 0) return { inserted: [], refused: [] };
  const staging = `pg_temp.staged_${table.name}`;
  await client.query(
    `CREATE TEMP TABLE IF NOT EXISTS staged_${table.name}
      (LIKE traces.${table.name} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) ON COMMIT DELETE ROWS`,
  );
  const refused: Row[] = [];
  await copyInHalves(client, table, rows, { staging, refused });
  const names = columnNames(table);
  const key = table.key.join(", ");
  // In the order of the key, so that two writers with the same rows do not wait for each other crosswise.
  const result = await client.query<Record<string, unknown>>(
    `INSERT INTO traces.${table.name} (${names}) SELECT ${names} FROM ${staging} ORDER BY ${key}
      ON CONFLICT DO NOTHING RETURNING ${key}`,
  );
  return { inserted: pickInserted(table, rows, result.rows), refused };
}

type Staging<Row> = { staging: string; refused: Row[] };

/** Halves what the database refuses until the rows that it refuses are alone. */
async function copyInHalves<Row>(
  client: pg.ClientBase,
  table: CopyTable<Row>,
  rows: readonly Row[],
  { staging, refused }: Staging<Row>,
): Promise<void> {
  await client.query("SAVEPOINT half");
  try {
    await copyRows(client, table, rows, staging);
    await client.query("RELEASE SAVEPOINT half");
    return;
  } catch (error) {
    if (classifyError(error) !== "bad-row") throw error;
    await client.query("ROLLBACK TO SAVEPOINT half");
    await client.query("RELEASE SAVEPOINT half");
  }
  if (rows.length === 1) {
    refused.push(...rows);
    return;
  }
  const middle = rows.length >> 1;
  await copyInHalves(client, table, rows.slice(0, middle), { staging, refused });
  await copyInHalves(client, table, rows.slice(middle), { staging, refused });
}

/** Of rows with the same key one was inserted, and one is answered. */
function pickInserted<Row>(
  table: CopyTable<Row>,
  rows: readonly Row[],
  returned: readonly Record<string, unknown>[],
): Row[] {
  const values = table.columns.filter((column) => table.key.includes(column.name));
  const fresh = new Set(returned.map((row) => JSON.stringify(values.map(({ name }) => row[name]))));
  return rows.filter((row) => fresh.delete(JSON.stringify(values.map(({ value }) => value(row)))));
}
