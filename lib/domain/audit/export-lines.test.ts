import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { AuditEvent } from "./audit-event.ts";
import {
  CSV_HEADER,
  closingLine,
  csvLine,
  eventLine,
  exportClosing,
  exportHeader,
  headerLine,
} from "./export-lines.ts";
import { buildChain } from "./testing/build-chain.ts";

const [event] = buildChain(1);
if (event === undefined) throw new Error("there is one");
const head = { seq: 1, hash: event.hash };

/** The one row, as a spreadsheet reads it. */
function readBack(written: AuditEvent): Record<string, string> {
  const [row] = parse<Record<string, string>>(`${CSV_HEADER}${csvLine(written)}`, { columns: true });
  return row ?? {};
}

describe("an export's lines", () => {
  it("begin and end as they are read", () => {
    const header = {
      ...{ chain: "prj_1", project: "deploybuddy", exportedAt: event.at },
      ...{ filter: { actor: "Ada" }, through: head },
    };
    expect(exportHeader.parse(JSON.parse(headerLine(header)))).toMatchObject(header);
    const closing = { count: 1, head, digest: `sha256:${"a".repeat(64)}` };
    expect(exportClosing.parse(JSON.parse(closingLine(closing)))).toEqual({ closing });
    expect(JSON.parse(eventLine(event))).toEqual(event);
  });

  it("have as CSV every field of the event, the chain's too", () => {
    const row = readBack(event);
    expect(Object.keys(row).sort()).toEqual(Object.keys(event).sort());
    expect(row).toMatchObject({
      seq: "1",
      prevHash: event.prevHash,
      hash: event.hash,
      actorName: "Ada Ünal",
    });
    expect(JSON.parse(row.after ?? "")).toEqual(event.after);
  });

  it.each(["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "＝1"])(
    "make %j harmless in a cell, and keep it in JSON",
    (reason) => {
      const row = readBack({ ...event, reason });
      expect(row.reason).toBe(`'${reason}`);
      expect(JSON.parse(eventLine({ ...event, reason })).reason).toBe(reason);
    },
  );
});
