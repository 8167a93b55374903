/** One column of an insert: its name, its type in Postgres, and its value of a row. */
export type Column<Row> = {
  name: string;
  type: "text" | "timestamptz" | "boolean" | "integer" | "double precision" | "jsonb";
  value: (row: Row) => string | number | boolean | Date | null;
};

export type InsertStatement<Row> = {
  name: string;
  text: string;
  values: (rows: readonly Row[]) => unknown[][];
};

/**
 * buildInsert makes a named statement that inserts many rows as one array per column and skips those that are there.
 * Table, columns and types are constants of this folder, never input.
 */
export function buildInsert<Row>(table: string, columns: readonly Column<Row>[]): InsertStatement<Row> {
  const names = columns.map((column) => column.name).join(", ");
  const arrays = columns.map((column, index) => `$${index + 1}::${column.type}[]`).join(", ");
  return {
    name: `insert ${table}`,
    text: `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`,
    values: (rows) => columns.map((column) => rows.map(column.value)),
  };
}
