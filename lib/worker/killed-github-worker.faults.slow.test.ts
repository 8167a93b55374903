import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { createTestDatabase } from "../db/testing/test-database.ts";
import { rounds } from "../domain/testing/rounds.ts";
import { verifyInvariants } from "../services/invariants/verify-invariants.ts";
import { actionsOf, PROMOTE_BRANCH, RECONCILE_BRANCH } from "../services/testing/github-steps.ts";
import { copyGithubWorld, createGithubWorld, type GithubWorld } from "../services/testing/github-world.ts";
import {
  promoteAndServe,
  propose,
  review,
  rollBackTo,
  startServing,
} from "../services/testing/motion-steps.ts";
import { GIT_SYNC } from "../services/testing/motion-world.ts";
import { endIn, killAt, openStage, startWorker, type WorkerStage } from "./testing/worker-stage.ts";

const TIMEOUT_MS = 180_000;

/** Where the worker dies: at an act of its own, or while GitHub does what it asked for. */
type Point = { name: string; act?: string; request?: RegExp };
const OPENING: readonly Point[] = [
  { name: "while its pull request is made", request: /^POST \/pulls$/ },
  { name: "while its branch is made", request: /^POST \/git\/refs$/ },
  { name: "after its pull request was made", act: "after openPullRequest" },
  { name: "after the decision", act: "after decision" },
  { name: "before anything was sent", act: "before openPullRequest" },
  { name: "while its files are sent", request: /^POST \/git\/trees$/ },
  { name: "while its commit is made", request: /^POST \/git\/commits$/ },
];
const MERGING: readonly Point[] = [
  { name: "while it is merged", request: /^PUT \/pulls\/\d+\/merge$/ },
  { name: "before it is merged", act: "before mergePullRequest" },
  { name: "after it was merged", act: "after mergePullRequest" },
];
const ROLLBACK_POINTS = OPENING.slice(0, rounds(1, OPENING.length));
const PROMOTION_POINTS = [...MERGING, ...OPENING].slice(0, rounds(1, MERGING.length + OPENING.length));

let rolledBack: GithubWorld;
let approved: GithubWorld;
beforeAll(async () => {
  rolledBack = await createGithubWorld(await createTestDatabase(), { at: new Date() });
  await startServing(rolledBack);
  await promoteAndServe(rolledBack, "2", 0.9);
  await forgetJobs(rolledBack);
  await rollBackTo(rolledBack);
  approved = await createGithubWorld(await createTestDatabase(), { at: new Date() });
  await startServing(approved);
  const release = await approved.compose("2");
  await approved.evaluate(release, { score: 0.9 });
  const number = await propose(approved, release);
  await forgetJobs(approved);
  await review(approved, number);
}, TIMEOUT_MS);
afterAll(async () => {
  for (const world of [rolledBack, approved]) {
    world.close();
    await world.test.drop();
  }
});

/** What was done by hand so far has left its jobs; the one that is tried is the next. */
async function forgetJobs({ test: { db } }: GithubWorld): Promise<void> {
  await db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
}

type OnTestFinished = TestContext["onTestFinished"];

async function openOn(source: GithubWorld, onTestFinished: OnTestFinished) {
  const world = await copyGithubWorld(source);
  const { address, apiUrl } = world.github;
  const stage = openStage(world, { REPOSITORY: address, GITHUB_URL: apiUrl }, onTestFinished);
  return { world, stage };
}

/** GitHub does what was asked for, and the worker never hears of it. */
async function kill(stage: WorkerStage, world: GithubWorld, { act, request }: Point): Promise<void> {
  if (act !== undefined) return killAt(stage, act);
  const child = startWorker(stage, "");
  world.github.faults.plan({ on: request ?? /./, before: () => void child.kill("SIGKILL") });
  await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
}

const isSound = async (world: GithubWorld) =>
  expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);

describe("a worker that is killed while the repository is on GitHub", { timeout: TIMEOUT_MS }, () => {
  test.for(ROLLBACK_POINTS)(
    "$name: a rollback has one pull request, which a person merges, and one reconciliation",
    async (point, { onTestFinished }) => {
      const { world, stage } = await openOn(rolledBack, onTestFinished);
      await kill(stage, world, point);
      await endIn(stage, async () => {
        const [pull] = world.pullsOf(RECONCILE_BRANCH).filter(({ state }) => state === "open");
        if (pull !== undefined) await world.mergeByHand(pull.number);
        return (await world.test.db.reconciliation.count({ where: { state: "closed" } })) === 1;
      });
      expect(world.pullsOf(RECONCILE_BRANCH)).toHaveLength(1);
      const [row, ...more] = await world.test.db.reconciliation.findMany();
      expect(more).toEqual([]);
      expect(row).toMatchObject({
        outcome: "merged",
        pullNumber: world.pullsOf(RECONCILE_BRANCH)[0]?.number,
      });
      expect(await actionsOf(world, "reconciliation", row?.number ?? 0)).toEqual([
        "reconciliation.opened",
        "reconciliation.pull_request_opened",
        "reconciliation.closed",
      ]);
      await isSound(world);
    },
  );

  test.for(PROMOTION_POINTS)(
    "$name: a promotion has one pull request and one rollout",
    async (point, { onTestFinished }) => {
      const { world, stage } = await openOn(approved, onTestFinished);
      await kill(stage, world, point);
      const { db } = world.test;
      await endIn(stage, async () => (await db.rollout.count({ where: { state: "baking" } })) === 1);
      expect(world.pullsOf(PROMOTE_BRANCH)).toHaveLength(1);
      expect(await db.rollout.count()).toBe(1);
      const merged = await db.auditEvent.count({ where: { action: "promotion.merged" } });
      expect(merged).toBe(1);
      await isSound(world);
    },
  );
});
