import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type CopyTable, copyText } from "../copy-statement.ts";
import { encodeRows } from "../encode-rows.ts";

/** copyRows copies rows into a table, or into `target` with the same columns. Throws the driver's error; the transaction is then aborted. */
export async function copyRows<Row>(
  client: pg.ClientBase,
  table: CopyTable<Row>,
  rows: readonly Row[],
  target?: string,
): Promise<void> {
  if (rows.length === 0) return;
  const bytes = encodeRows(table, rows);
  await new Promise<void>((resolve, reject) => {
    const stream = client.query(copyFrom(copyText(table, target)));
    stream.on("error", reject);
    stream.on("finish", resolve);
    stream.end(bytes);
  });
}
