import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { ClientLogLine } from "../../domain/invariants/client-log.ts";
import { promoteAndServe, reconcileNow, rollBackTo, startServing } from "../testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";
import { verifyInvariants } from "./verify-invariants.ts";

let test_: TestDatabase;
let world: MotionWorld;
beforeEach(async () => {
  test_ = await createTestDatabase();
  world = await createMotionWorld(test_);
});
afterEach(async () => {
  world.close();
  await test_.drop();
});

const verify = (log: ClientLogLine[] = []) => verifyInvariants(world.as(GIT_SYNC), world.project, log);
const found = async (log: ClientLogLine[] = []) =>
  [...new Set((await verify(log)).map(({ invariant }) => invariant))].sort();

describe("the invariants", () => {
  test("hold through adoption, promotion, rollback and reconciliation", async () => {
    await startServing(world);
    await promoteAndServe(world, "2", 0.9);
    expect(await verify()).toEqual([]);
    const { reconciliationNumber } = await rollBackTo(world);
    expect(await verify()).toEqual([]);
    await reconcileNow(world, reconciliationNumber ?? 0);
    expect(await verify()).toEqual([]);
  });

  test.each([
    {
      name: "an allocation that is missing",
      sql: `DELETE FROM allocation WHERE version = 2`,
      invariants: ["I1", "I4"],
    },
    {
      name: "a review given by an author",
      sql: `UPDATE review SET "accountId" = (SELECT "authorId" FROM promotion LIMIT 1)`,
      invariants: ["I7"],
    },
    {
      name: "a release whose digest was changed",
      sql: `UPDATE release SET "manifestDigest" = 'sha256:00' WHERE id = (SELECT "candidateReleaseId" FROM rollout LIMIT 1)`,
      invariants: ["I7", "I8"],
    },
    {
      name: "a change of state without its event",
      sql: `UPDATE promotion SET state = 'withdrawn'`,
      invariants: ["I4", "I7"],
    },
    {
      name: "an event whose reason was changed",
      sql: `UPDATE audit_event SET reason = 'something else' WHERE seq = 3`,
      invariants: ["I4"],
    },
    {
      name: "a reconciliation that was closed although git disagrees",
      sql: `UPDATE reconciliation SET state = 'closed', "closedAt" = "openedAt"`,
      invariants: ["I4", "I6"],
    },
    {
      name: "an audit log whose end was cut off",
      sql: `WITH kept AS (SELECT chain, seq, hash FROM audit_event ORDER BY seq LIMIT 3),
        cut AS (DELETE FROM audit_event WHERE seq > 3)
        UPDATE audit_head SET seq = kept.seq, hash = kept.hash FROM kept WHERE kept.seq = 3 AND kept.chain = audit_head.chain`,
      invariants: ["I4"],
    },
    {
      name: "a rollback without a reason",
      sql: `UPDATE rollback SET reason = ' '`,
      invariants: ["I5"],
    },
    {
      name: "a trigger that was switched off",
      sql: `ALTER TABLE review DISABLE TRIGGER immutable_rows`,
      invariants: ["I8"],
    },
  ])("say it of $name", async ({ sql, invariants }) => {
    await startServing(world);
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await asSuperuser(sql);
    expect(await found()).toEqual(invariants);
  });

  test("say what clients saw that cannot have been", async () => {
    await startServing(world);
    const times = { invokedAtMs: 0, endedAtMs: 1 };
    const move = { op: "move", environment: "production", expectedVersion: 0, ...times } as const;
    const read = { op: "read", environment: "production", invokedAtMs: 2, endedAtMs: 3 } as const;
    expect(
      await found([
        { ...move, version: 1, outcome: "ok" },
        { ...read, version: 1 },
      ]),
    ).toEqual([]);
    expect(
      await found([
        { ...move, version: 1, outcome: "ok" },
        { ...read, version: 0 },
      ]),
    ).toEqual(["I2"]);
    expect(
      await found([
        { ...move, version: 1, outcome: "ok" },
        { ...read, version: 2 },
      ]),
    ).toEqual(["I2"]);
    const twice = [1, 2].map(() => ({ ...move, version: 1, outcome: "ok" }) as const);
    expect(await found(twice)).toEqual(["I2"]);
    expect(await found([{ ...move, expectedVersion: 8, version: 9, outcome: "ok" }])).toEqual(["I3"]);
    const lost = { op: "write", table: "promotion", id: "77", outcome: "ok", ...times } as const;
    expect(await found([lost])).toEqual(["I3"]);
    const answered = { ...move, version: 1, outcome: "ok", key: "k" } as const;
    expect(
      await found([
        { ...answered, status: 200 },
        { ...answered, status: 409 },
      ]),
    ).toEqual(["I11"]);
  });
});

/** What somebody could do who owns the database: the triggers that guard its rows are off meanwhile. */
async function asSuperuser(sql: string): Promise<void> {
  await test_.db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe("SET LOCAL session_replication_role = replica");
    await tx.$executeRawUnsafe(sql);
  });
}
