/** Postgres' types of columns, and what a row holds for them; JSON comes as its text. */
type ColumnTypes = {
  text: string;
  timestamptz: Date;
  boolean: boolean;
  integer: number;
  "double precision": number;
  jsonb: string;
};

/** One column of a table that rows are copied into: its name, its type, and its value of a row. */
export type Column<Row> = {
  [Type in keyof ColumnTypes]: { name: string; type: Type; value: (row: Row) => ColumnTypes[Type] | null };
}[keyof ColumnTypes];

/** A table with the columns that are written to it; names and types are constants of this folder, never input. */
export type CopyTable<Row> = {
  /** Without its schema, which is `traces`. */
  name: string;
  columns: readonly Column<Row>[];
  /** The names of the primary key's columns. */
  key: readonly string[];
};

/** copyText is the statement that copies rows into a table, in the binary format that encodeRows writes. */
export function copyText<Row>(table: CopyTable<Row>, target = `traces.${table.name}`): string {
  return `COPY ${target} (${columnNames(table)}) FROM STDIN (FORMAT binary)`;
}

/** columnNames lists a table's columns in their order; `values` is a word of SQL. */
export function columnNames<Row>(table: CopyTable<Row>): string {
  return table.columns.map((column) => `"${column.name}"`).join(", ");
}
