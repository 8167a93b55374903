import { expect, it } from "vitest";
import { requestReference, sourceReference } from "./source-reference.ts";

it.each([
  [{ query: "SELECT 1", table: "t", name: "n" }, "SELECT 1"],
  [{ table: "t", name: "n" }, "t"],
  [{ database: "d", schema: "s", table: "t" }, "d.s.t"],
  [{ dataSource: "c", database: "d", table: "t", query: "" }, "c.d.t"],
  [{ path: "a.parquet", name: "n" }, "a.parquet"],
  [{ topic: "orders", name: "n" }, "orders"],
  [{ streamName: "orders", name: "n" }, "orders"],
  [{ name: "n" }, "n"],
  [{}, ""],
])("a source of %j is found by %s", (parts, reference) => expect(sourceReference(parts)).toBe(reference));

it("a request is found by its name and what it carries, whatever the order", () => {
  const fields = [
    { name: "a", valueType: "Int64" },
    { name: "b", valueType: "String" },
  ];
  expect(requestReference("r", fields)).toBe("r(a: Int64, b: String)");
  expect(requestReference("r", fields.toReversed())).toBe("r(a: Int64, b: String)");
});
