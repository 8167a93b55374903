import { CopyBuffer } from "./copy-buffer.ts";
import type { Column, CopyTable } from "./copy-statement.ts";

/** encodeRows writes rows in Postgres' binary format for COPY. Throws UnstorableValue. */
export function encodeRows<Row>({ columns }: CopyTable<Row>, rows: readonly Row[]): Buffer {
  const buffer = new CopyBuffer();
  for (const row of rows) {
    buffer.row(columns.length);
    for (const column of columns) encodeValue(buffer, column, row);
  }
  return buffer.end();
}

function encodeValue<Row>(buffer: CopyBuffer, column: Column<Row>, row: Row): void {
  switch (column.type) {
    case "text": {
      const value = column.value(row);
      if (value === null) buffer.null();
      else buffer.text(value);
      return;
    }
    case "timestamptz": {
      const value = column.value(row);
      if (value === null) buffer.null();
      else buffer.timestamp(value);
      return;
    }
    case "integer": {
      const value = column.value(row);
      if (value === null) buffer.null();
      else buffer.integer(value);
      return;
    }
    case "double precision": {
      const value = column.value(row);
      if (value === null) buffer.null();
      else buffer.double(value);
      return;
    }
    case "boolean": {
      const value = column.value(row);
      if (value === null) buffer.null();
      else buffer.boolean(value);
      return;
    }
    case "jsonb": {
      const value = column.value(row);
      if (value === null) buffer.null();
      else buffer.jsonb(value);
      return;
    }
  }
}
