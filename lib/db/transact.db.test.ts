import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Transaction } from "./client.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "./testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";
import { IdempotencyConflict, type TransactionContext, transact } from "./transact.ts";

let test: TestDatabase;
let own: SeededProject;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
});
afterAll(() => test.drop());

const context = (key?: string): TransactionContext => ({
  db: test.db,
  principal: own.principals.author,
  now: () => SEEDED_AT,
  requestId: "req_test",
  ...(key === undefined ? {} : { idempotency: { key, operation: "op", requestDigest: "d", status: 201 } }),
});
const event = () => ({
  ...{ chain: own.project.id, action: "project.created" as const },
  resourceKind: "project",
  resourceId: "1",
});
const rename = (ctx: TransactionContext, name: string) =>
  transact(ctx, async (tx, audit) => {
    await tx.project.update({ where: { id: own.project.id }, data: { name } });
    audit(event());
    return { name };
  });
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const currentName = async () =>
  (await test.db.project.findUniqueOrThrow({ where: { id: own.project.id } })).name;

describe("transact", () => {
  it("refuses work that leaves no audit event, and undoes it", async () => {
    const work = transact(context(), (tx) =>
      tx.project.update({ where: { id: own.project.id }, data: { name: "unaudited" } }),
    );
    await expect(work).rejects.toThrow("without an audit event");
    expect(await currentName()).not.toBe("unaudited");
  });

  it("numbers the events of transactions that run at once without a gap", async () => {
    const before = await test.db.auditEvent.count();
    await Promise.all(Array.from({ length: 5 }, (_, index) => rename(context(), `name ${index}`)));
    const rows = await test.db.auditEvent.findMany({ orderBy: { seq: "asc" }, select: { seq: true } });
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: before + 5 }, (_, index) => index + 1));
  });

  it("keeps the answer of an idempotent request with its effect", async () => {
    await rename(context("key-1"), "kept");
    const row = await test.db.idempotentAnswer.findFirstOrThrow({ where: { key: "key-1" } });
    expect(row).toMatchObject({ status: 201, body: { name: "kept" } });
  });

  it("lets one of two requests with the same key through", async () => {
    const both = await Promise.allSettled([
      rename(context("key-2"), "left"),
      rename(context("key-2"), "right"),
    ]);
    const refused = both.filter((outcome) => outcome.status === "rejected");
    expect(refused.map((outcome) => outcome.reason instanceof IdempotencyConflict)).toEqual([true]);
  });

  it("does again what a deadlock ended: both of two that lock in opposite order get through", async () => {
    const lock = (tx: Transaction, name: "staging" | "production") =>
      tx.$queryRaw`SELECT 1 FROM environment WHERE id = ${own.environments[name]} FOR UPDATE`;
    let runs = 0;
    let arrived = 0;
    const both = (first: "staging" | "production", second: "staging" | "production") =>
      transact(context(), async (tx, audit) => {
        runs += 1;
        await lock(tx, first);
        arrived += 1;
        // Each waits once until the other holds its first lock.
        for (let round = 0; arrived < 2 && round < 100; round += 1) await sleep(20);
        await lock(tx, second);
        audit(event());
        return first;
      });
    const done = await Promise.all([both("staging", "production"), both("production", "staging")]);
    expect(done).toEqual(["staging", "production"]);
    expect(runs).toBeGreaterThan(2);
  });

  it("keeps no answer of a request that failed", async () => {
    const failing = transact(context("key-3"), async () => {
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await test.db.idempotentAnswer.findFirst({ where: { key: "key-3" } })).toBeNull();
  });
});
