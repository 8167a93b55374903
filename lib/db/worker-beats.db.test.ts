import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addJob } from "./jobs.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";
import { beat, forgetWorkers, freeDeadWorkers, isWorkerAlive } from "./worker-beats.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const silence = (workerId: string, seconds: number) => database.db.$executeRaw`
  UPDATE worker_beat SET "beatAt" = now() - make_interval(secs => ${seconds}) WHERE "workerId" = ${workerId}`;
const lock = (workerId: string) => database.db.$executeRaw`
  UPDATE graphile_worker._private_jobs SET locked_by = ${workerId}, locked_at = now()`;
const lockers = async () => {
  const rows = await database.db.$queryRaw<{ locked_by: string | null }[]>`
    SELECT locked_by FROM graphile_worker._private_jobs`;
  return rows.map((row) => row.locked_by);
};

describe("a job worker", () => {
  test("keeps the locks of its jobs while it beats, and loses them 20 seconds after it fell silent", async () => {
    await addJob(database.db, "reconcile", { projectId: "p", number: 1 });
    await beat(database.db, "process-1", ["worker-1"]);
    await lock("worker-1");

    await silence("worker-1", 19);
    expect(await freeDeadWorkers(database.db)).toEqual([]);
    expect(await lockers()).toEqual(["worker-1"]);
    expect(await isWorkerAlive(database.db)).toBe(true);

    await silence("worker-1", 21);
    expect(await isWorkerAlive(database.db)).toBe(false);
    expect(await freeDeadWorkers(database.db)).toEqual(["worker-1"]);
    expect(await lockers()).toEqual([null]);
  });

  test("that died before its first beat loses them just so", async () => {
    await lock("worker-0");
    expect(await freeDeadWorkers(database.db)).toEqual([]);
    await database.db.$executeRaw`
      UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '21 seconds'`;
    expect(await freeDeadWorkers(database.db)).toEqual(["worker-0"]);
    expect(await lockers()).toEqual([null]);
  });

  test("is forgotten with its whole process when that stops in good order", async () => {
    await beat(database.db, "process-2", ["worker-2", "worker-3"]);
    await beat(database.db, "process-3", ["worker-4"]);
    await forgetWorkers(database.db, "process-2");
    const left = await database.db.workerBeat.findMany();
    expect(left.map((row) => row.workerId)).toEqual(["worker-4"]);
  });
});

describe("queueing", () => {
  test("the same thing again leaves one job, and a failed transaction leaves none", async () => {
    await database.db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
    await addJob(database.db, "reconcile", { projectId: "p", number: 7 });
    await addJob(database.db, "reconcile", { projectId: "p", number: 7 });
    const failing = database.db.$transaction(async (tx) => {
      await addJob(tx, "reconcile", { projectId: "p", number: 8 });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await lockers()).toHaveLength(1);
  });
});
