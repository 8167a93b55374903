import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CALLS_TABLE } from "../../../lib/db/traces/trace-tables.ts";

/** The columns of the model: a field's mapped name, or its own. */
function columnsOfModel(): string[] {
  const schema = readFileSync(path.join(import.meta.dirname, "traces.prisma"), "utf8");
  const [, body = ""] = /model InferenceCall \{([\s\S]*?)\n\}/.exec(schema) ?? [];
  return body.split("\n").flatMap((line) => {
    const [, field] = /^ {2}([a-z]\w*) +[A-Z]/.exec(line) ?? [];
    if (field === undefined) return [];
    return [/@map\("(\w+)"\)/.exec(line)?.[1] ?? field];
  });
}

describe("the Prisma model of the bench", () => {
  it("has the columns that the product writes, so that both insert the same rows", () => {
    expect(columnsOfModel().sort()).toEqual(CALLS_TABLE.columns.map(({ name }) => name).sort());
  });
});
