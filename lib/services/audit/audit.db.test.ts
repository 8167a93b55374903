import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditEndpoints, auditEventRow } from "../../contracts/audit.ts";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { transact } from "../../db/transact.ts";
import type { Principal } from "../../domain/access/principal.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";
import { exportClosing, exportHeader } from "../../domain/audit/export-lines.ts";
import { verifyChain } from "../../domain/audit/verify-chain.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { digestOf } from "../../domain/digest.ts";
import { testContext } from "../testing/test-context.ts";
import { exportAudit } from "./export-audit.ts";
import { listAudit } from "./list-audit.ts";

const EVENT = { action: "registry.synced", resourceKind: "release", resourceId: "1" } as const;
const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;
let other: SeededProject;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

let slugCount = 0;
beforeEach(async () => {
  slugCount += 1;
  params.project = `deploybuddy-${slugCount}`;
  own = await seedProject(test.db, { slug: params.project });
  other = await seedProject(test.db, { slug: `elsewhere-${slugCount}` });
  await record("release.created", { releaseId: "698df6d7ad" });
  await record("promotion.proposed", { releaseId: "698df6d7ad", environment: "production" });
  await record("environment.rolled_back", {
    environment: "production",
    before: { shareBp: 500 },
    after: { list: ["a", "b"] },
  });
}, 30_000);

function record(action: AuditAction, more: object = {}) {
  const ctx = testContext(test.db, own.principals.operator);
  return transact(ctx, async (_tx, audit) => {
    audit({
      chain: own.project.id,
      action,
      resourceKind: "release",
      resourceId: "=1+1",
      reason: "because ü",
      ...more,
    });
  });
}

type Query = Partial<Parameters<typeof listAudit>[1]["query"]>;
const list = (query: Query = {}, principal: Principal = own.principals.auditor) =>
  listAudit(testContext(test.db, principal), {
    params,
    query: { limit: 50, verify: "true" as const, ...query },
  });
type ExportQuery = Partial<Parameters<typeof exportAudit>[1]["query"]>;
const exported = async (
  query: ExportQuery = {},
  principal: Principal = own.principals.auditor,
  input = params,
) => {
  const ctx = testContext(test.db, principal);
  const { stream } = await exportAudit(ctx, { params: input, query: { format: "jsonl", ...query } });
  return new Response(stream).text();
};
/** What `tupelo verify` does with an export, without its first and last line. */
function verify(text: string) {
  const lines = text.split("\n").slice(1, -2);
  const events = lines.map((line) => auditEventRow.parse(JSON.parse(line)));
  expect(events.map((event) => canonicalJson(event))).toEqual(lines);
  return verifyChain(events);
}
const headerOf = (text: string) => exportHeader.parse(JSON.parse(text.split("\n")[0] ?? ""));
const closingOf = (text: string) => exportClosing.parse(JSON.parse(text.trimEnd().split("\n").at(-1) ?? ""));
/** What a person with the database's own rights could do. */
const tamper = (statement: string) =>
  test.db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe("SET LOCAL session_replication_role = replica");
    await tx.$executeRawUnsafe(`${statement.replaceAll("$CHAIN", `'${own.project.id}'`)}`);
  });

describe("listAudit", () => {
  it("shows events newest first and that the chain holds", async () => {
    const answer = await list();
    expect(auditEndpoints.listAudit.response.parse(answer)).toEqual(answer);
    expect(answer.items.map((item) => item.action)).toEqual([
      "environment.rolled_back",
      "promotion.proposed",
      "release.created",
    ]);
    expect(answer.chain).toMatchObject({ ok: true, count: 3, headHash: answer.items[0]?.hash });
  });

  it.each([
    ["action", { action: "environment.rolled_back" }, 1],
    ["a part of an action", { action: "environment.rolled" }, 0],
    ["actor's name", { actor: "operator" }, 3],
    ["somebody else", { actor: "auditor" }, 0],
    ["environment", { environment: "production" }, 2],
    ["release", { release: "698df6d7ad" }, 2],
    ["two things at once", { release: "698df6d7ad", environment: "production" }, 1],
    ["text that looks like SQL", { actor: "' OR 1=1--" }, 0],
    ["a wildcard", { action: "%" }, 0],
    ["request id", { request: "req_test" }, 3],
    ["another request id", { request: "req_other" }, 0],
    ["a time before all", { to: "2020-01-01T00:00:00Z" }, 0],
    ["a hundred years", { from: "1980-01-01T00:00:00Z", to: "2080-01-01T00:00:00Z" }, 3],
    ["a part of an action, searched", { q: "ROLLED" }, 1],
    ["a part of a reason, searched", { q: "cause ü" }, 3],
    ["text that is nowhere, searched", { q: "groundedness" }, 0],
    ["a wildcard, searched", { q: "%" }, 0],
    ["a wildcard for one character, searched", { q: "r_lled" }, 0],
    ["a search and a filter", { q: "1+1", environment: "production" }, 2],
  ])("filters by %s", async (_name, query, count) => {
    const { items, chain } = await list(query);
    expect(items).toHaveLength(count);
    expect(chain).toMatchObject({ ok: true, count: 3 });
  });

  it("pages by cursors that belong to the project", async () => {
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.items.map((item) => item.seq)).toEqual([1]);
    expect(second.nextCursor).toBeNull();
    const ctx = testContext(test.db, other.principals.auditor);
    const query = { limit: 2, verify: "false" as const, cursor: first.nextCursor ?? "" };
    const foreign = listAudit(ctx, { params: { project: other.project.slug }, query });
    await expect(foreign).rejects.toMatchObject({ code: "bad-cursor" });
  });

  it.each([
    ["a changed reason", `UPDATE audit_event SET reason = 'x' WHERE chain = $CHAIN AND seq = 2`, 2],
    [
      "a changed value",
      `UPDATE audit_event SET after = '{"list": ["a"]}' WHERE chain = $CHAIN AND seq = 3`,
      3,
    ],
    [
      "a value of a form that no event has",
      `UPDATE audit_event SET before = '7' WHERE chain = $CHAIN AND seq = 1`,
      1,
    ],
    ["a deleted event", "DELETE FROM audit_event WHERE chain = $CHAIN AND seq = 2", 3],
    ["a deleted last event", "DELETE FROM audit_event WHERE chain = $CHAIN AND seq = 3", 3],
    ["a deleted chain", "DELETE FROM audit_event WHERE chain = $CHAIN", 1],
  ])("names the first event that is wrong: %s", async (_name, statement, seq) => {
    await tamper(statement);
    expect((await list()).chain).toMatchObject({ ok: false, seq });
  });

  it("verifies a chain that is longer than one batch", async () => {
    const ctx = testContext(test.db, own.principals.operator);
    const event = {
      chain: own.project.id,
      action: "registry.synced" as const,
      resourceKind: "release",
      resourceId: "1",
    };
    // In several transactions: one has fifteen seconds, which a busy machine may need.
    for (let part = 0; part < 11; part += 1) {
      await transact(ctx, async (_tx, audit) => {
        for (let index = 0; index < 100; index += 1) audit(event);
      });
    }
    expect((await list({ limit: 1 })).chain).toMatchObject({ ok: true, count: 1_103 });
    await tamper("UPDATE audit_event SET reason = 'x' WHERE chain = $CHAIN AND seq = 1050");
    expect((await list({ limit: 1 })).chain).toMatchObject({ ok: false, seq: 1_050 });
  });

  it("is for auditors, admins, reviewers and operators of the project", async () => {
    for (const role of ["auditor", "admin", "reviewer", "operator"] as const) {
      await expect(list({}, own.principals[role])).resolves.toBeDefined();
    }
    for (const role of ["viewer", "author"] as const) {
      await expect(list({}, own.principals[role])).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(list({}, own.key)).rejects.toMatchObject({ code: "insufficient-scope" });
    await expect(list({}, other.principals.auditor)).rejects.toMatchObject({ code: "not-found" });
    await expect(list({}, other.key)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("exportAudit", () => {
  it("writes a chain that verifies offline, and is an event itself", async () => {
    const text = await exported();
    const head = (await list()).items.find((item) => item.seq === 3)?.hash;
    expect(verify(text)).toEqual({ ok: true, count: 3, head: { seq: 3, hash: head } });
    const { items, chain } = await list();
    expect(items[0]).toMatchObject({ seq: 4, action: "audit.exported", actorName: "auditor" });
    const file = { events: 3, through: 3, digest: digestOf(text) };
    expect(items[0]?.after).toEqual({ format: "jsonl", filter: {}, ...file });
    expect(headerOf(text)).toMatchObject({
      ...{ chain: own.project.id, project: params.project, filter: null, through: { seq: 3, hash: head } },
    });
    const before = text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1);
    expect(closingOf(text).closing).toEqual({
      ...{ count: 3, head: { seq: 3, hash: head }, digest: digestOf(before) },
    });
    expect(chain).toMatchObject({ ok: true, count: 4 });
    expect(verify(await exported())).toMatchObject({ ok: true, count: 4 });
  });

  it("shows a tampered database to whoever verifies the export", async () => {
    await tamper(`UPDATE audit_event SET "actorName" = 'Eve' WHERE chain = $CHAIN AND seq = 2`);
    expect(verify(await exported())).toMatchObject({ ok: false, problem: { seq: 2 } });
  });

  it("has the events of its own project alone", async () => {
    const text = await exported({}, other.principals.auditor, { project: other.project.slug });
    expect(closingOf(text).closing).toMatchObject({ count: 0, head: { seq: 0 } });
  });

  it("says which filter it was made with, in the file and in its event", async () => {
    const text = await exported({ environment: "production", q: "rolled" });
    const filter = { environment: "production", q: "rolled" };
    expect(headerOf(text)).toMatchObject({ filter, through: { seq: 3 } });
    expect(closingOf(text).closing).toMatchObject({ count: 1, head: { seq: 3 } });
    expect((await list()).items[0]?.after).toMatchObject({ filter, events: 1 });
  });

  it("writes CSV with the chain's columns, and harmless cells", async () => {
    const rows = parse(await exported({ format: "csv" }), { columns: true });
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatchObject({ seq: "3", resourceId: "'=1+1", after: '{"list":["a","b"]}' });
    expect(rows[2]).toHaveProperty("hash", expect.stringMatching(/^[0-9a-f]{64}$/));
    expect((await list()).items[0]?.after).toMatchObject({ format: "csv", events: 3 });
  });

  it("ends with an error where an event changes between the two readings", async () => {
    const ctx = testContext(test.db, own.principals.auditor);
    const { stream } = await exportAudit(ctx, { params, query: { format: "jsonl" } });
    await tamper("UPDATE audit_event SET reason = 'x' WHERE chain = $CHAIN AND seq = 2");
    await expect(new Response(stream).text()).rejects.toThrow("changed while it was exported");
  });

  it("hands a long chain out in pieces, so that it is never in memory as a whole", async () => {
    const ctx = testContext(test.db, own.principals.operator);
    await transact(ctx, async (_tx, audit) => {
      for (let index = 0; index < 1_100; index += 1) audit({ ...EVENT, chain: own.project.id });
    });
    const query = { format: "jsonl" } as const;
    const { stream } = await exportAudit(testContext(test.db, own.principals.auditor), { params, query });
    const pieces: number[] = [];
    for await (const chunk of stream) pieces.push(new TextDecoder().decode(chunk).split("\n").length - 1);
    expect(pieces).toEqual([1, 1_000, 103, 1]);
  });

  it("is for auditors alone, and a refusal writes nothing", async () => {
    for (const role of ["viewer", "author", "reviewer", "operator", "admin"] as const) {
      await expect(exported({}, own.principals[role])).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(exported({}, own.key)).rejects.toMatchObject({ code: "insufficient-scope" });
    await expect(exported({}, other.principals.auditor)).rejects.toMatchObject({ code: "not-found" });
    expect((await list()).chain).toMatchObject({ count: 3 });
  });
});
