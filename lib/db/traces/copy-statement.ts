/** One column of a table that rows are copied into: its name, and its value of a row. */
export type Column<Row> = {
  name: string;
  type: "text" | "timestamptz" | "boolean" | "integer" | "double precision" | "jsonb";
  value: (row: Row) => string | number | boolean | Date | null;
};

/** A table with the columns that are written to it; names and types are constants of this folder, never input. */
export type CopyTable<Row> = {
  /** Without its schema, which is `traces`. */
  name: string;
  columns: readonly Column<Row>[];
  /** The names of the primary key's columns. */
  key: readonly string[];
};

/** copyText is the statement that copies rows into a table, in the text format that encodeRows writes. */
export function copyText<Row>(table: CopyTable<Row>, target = `traces.${table.name}`): string {
  return `COPY ${target} (${columnNames(table)}) FROM STDIN`;
}

/** columnNames lists a table's columns in their order; `values` is a word of SQL. */
export function columnNames<Row>(table: CopyTable<Row>): string {
  return table.columns.map((column) => `"${column.name}"`).join(", ");
}

/** encodeRows writes rows in Postgres' text format for COPY: tabs between values, a line per row, `\N` for null. */
export function encodeRows<Row>(table: CopyTable<Row>, rows: readonly Row[]): Buffer {
  const values = table.columns.map((column) => column.value);
  let text = "";
  for (const row of rows) {
    let separator = "";
    for (const value of values) {
      text += separator + encodeValue(value(row));
      separator = "\t";
    }
    text += "\n";
  }
  return Buffer.from(text, "utf8");
}

const NEEDS_ESCAPE = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function encodeValue(value: string | number | boolean | Date | null): string {
  if (value === null) return "\\N";
  if (typeof value === "string") {
    return NEEDS_ESCAPE.test(value)
      ? value.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found] ?? found)
      : value;
  }
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  return value.toISOString();
}
