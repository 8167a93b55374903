import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { callRow, evaluationRow, NO_ROWS } from "../testing/trace-rows.ts";
import { createTracePool } from "../trace-pool.ts";
import { createTraceWriter, type StoredGroup, WriterBusy } from "./trace-writer.ts";

let test: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  test = await createTestDatabase();
  pool = createTracePool(test.url, () => {});
});
afterAll(async () => {
  await pool.end();
  await test.drop();
});

const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => callRow(`${prefix}-${index}`));
async function storedIds(prefix: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM traces.inference_call WHERE request_id LIKE $1",
    [`${prefix}-%`],
  );
  return rows[0]?.count ?? 0;
}

describe("createTraceWriter", () => {
  it("gathers requests that come together into one transaction, and resolves after its commit", async () => {
    const groups: StoredGroup[] = [];
    const writer = createTraceWriter({ pool, onStored: (group) => groups.push(group) });
    const stores = many("gather", 50).map((call) => writer.store({ ...NO_ROWS, calls: [call] }));
    expect(writer.waitingRows()).toBe(50);
    await stores[0];
    expect(await storedIds("gather")).toBe(50);
    await Promise.all(stores);
    expect(groups.map((group) => group.rowCount)).toEqual([50]);
    expect(writer.waitingRows()).toBe(0);
    await writer.stop();
  });

  it("never puts more rows into a transaction than it may, and cuts no request", async () => {
    const groups: StoredGroup[] = [];
    const writer = createTraceWriter({
      pool,
      onStored: (group) => groups.push(group),
      minRows: 10,
      maxRows: 100,
    });
    const calls = many("cut", 600);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        writer.store({ ...NO_ROWS, calls: calls.slice(index * 30, index * 30 + 30) }),
      ),
    );
    await writer.stop();
    expect(Math.max(...groups.map((group) => group.rowCount))).toBeLessThanOrEqual(100);
    expect(groups.every((group) => group.rowCount % 30 === 0)).toBe(true);
    expect(await storedIds("cut")).toBe(600);
  });

  it("stores the others where the database refuses some, and says which, whoever sent them", async () => {
    const groups: StoredGroup[] = [];
    const writer = createTraceWriter({ pool, onStored: (group) => groups.push(group) });
    const calls = many("poison", 300);
    const unstorable = [
      { spanName: "NUL \0" },
      { inputTokens: 2 ** 31 },
      { startedAt: new Date(8.64e15) },
      { receivedAt: new Date(Number.NaN) },
    ];
    const bad = unstorable.map((changes, number) => {
      const index = 17 + number * 70;
      const row = callRow(`poison-bad-${index}`, changes);
      calls[index] = row;
      return row;
    });
    const score = evaluationRow("poison-1", "e1", { score: Number.POSITIVE_INFINITY, name: "bad \0" });
    const [first, second, third] = await Promise.all([
      writer.store({ ...NO_ROWS, calls: calls.slice(0, 100) }),
      writer.store({ ...NO_ROWS, calls: calls.slice(100), evaluations: [score] }),
      writer.store({ ...NO_ROWS, calls: many("poison-none", 5) }),
    ]);
    await writer.stop();
    expect(bad.map((row) => first.has(row) || second.has(row) || third.has(row))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(second.has(score)).toBe(true);
    expect(groups).toMatchObject([{ rowCount: 306, newCount: 301, refusedCount: 5, wasStaged: true }]);
    expect(await storedIds("poison")).toBe(301);
  });

  it("asks to come again when too many rows wait, and stores what it took before it stops", async () => {
    const writer = createTraceWriter({ pool, maxWaitingRows: 150, maxRows: 50, waitMs: 60_000 });
    const taken = writer.store({ ...NO_ROWS, calls: many("busy", 150) });
    await expect(writer.store({ ...NO_ROWS, calls: many("more", 1) })).rejects.toThrow(WriterBusy);
    await writer.stop();
    await taken;
    expect(await storedIds("busy")).toBe(150);
    await expect(writer.store({ ...NO_ROWS, calls: many("late", 1) })).rejects.toThrow(WriterBusy);
  });

  it("rejects all of a group while the database is away, and goes on when it is back", async () => {
    const away = createTracePool("postgres://nobody@127.0.0.1:1/none", () => {});
    let usedPool = away;
    const switching = new Proxy(pool, { get: (_target, name) => Reflect.get(usedPool, name).bind(usedPool) });
    const writer = createTraceWriter({ pool: switching });
    await expect(writer.store({ ...NO_ROWS, calls: many("away", 3) })).rejects.toThrow();
    usedPool = pool;
    await writer.store({ ...NO_ROWS, calls: many("away", 3) });
    expect(await storedIds("away")).toBe(3);
    await writer.stop();
    await away.end();
  });
});
