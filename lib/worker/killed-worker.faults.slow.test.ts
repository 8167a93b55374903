import { describe, expect, type TestContext, test } from "vitest";
import { createTestDatabase } from "../db/testing/test-database.ts";
import { rounds } from "../domain/testing/rounds.ts";
import { verifyInvariants } from "../services/invariants/verify-invariants.ts";
import {
  promoteAndServe,
  propose,
  review,
  rollBackTo,
  startServing,
} from "../services/testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../services/testing/motion-world.ts";
import { endIn, killAt, openStage, type WorkerStage } from "./testing/worker-stage.ts";

/** Where the worker dies: between the decision and the end of its pull request; first where most can go wrong. */
const ALL_POINTS = [
  "after openPullRequest",
  "after mergePullRequest",
  "after decision",
  "before openPullRequest",
  "before mergePullRequest",
];
const POINTS = ALL_POINTS.slice(0, rounds(2, ALL_POINTS.length));

describe("a worker that is killed", { timeout: 180_000 }, () => {
  test.for(POINTS)(
    "%s of a rollback leaves one pull request and one reconciliation",
    async (point, { onTestFinished }) => {
      const stage = await open(onTestFinished);
      const { world } = stage;
      await startServing(world);
      await promoteAndServe(world, "2", 0.9);
      await rollBackTo(world);
      await killAt(stage, point);
      await endIn(stage, async () => {
        const rows = await world.test.db.reconciliation.findMany();
        return rows.length === 1 && rows[0]?.state === "closed";
      });
      expect(pullRequests(world, "tupelo/reconcile/")).toBe(1);
      expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
    },
  );

  test.for(POINTS)(
    "%s of a promotion leaves one pull request and one rollout",
    async (point, { onTestFinished }) => {
      const stage = await open(onTestFinished);
      const { world } = stage;
      await startServing(world);
      const release = await world.compose("2");
      await world.evaluate(release, { score: 0.9 });
      await review(world, await propose(world, release));
      await killAt(stage, point);
      await endIn(
        stage,
        async () => (await world.test.db.rollout.count({ where: { state: "baking" } })) === 1,
      );
      expect(pullRequests(world, "tupelo/promote/")).toBe(1);
      expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
    },
  );
});

async function open(onTestFinished: TestContext["onTestFinished"]): Promise<WorkerStage> {
  const database = await createTestDatabase();
  const world = await createMotionWorld(database, "deploybuddy", { clock: { at: new Date() } });
  return openStage(world, { REPOSITORY: world.repository.directory }, onTestFinished);
}

function pullRequests(world: MotionWorld, prefix: string): number {
  const branches = world.repository.git("ls-remote", "origin", `refs/heads/${prefix}*`);
  return branches.split("\n").filter((line) => line !== "").length;
}
