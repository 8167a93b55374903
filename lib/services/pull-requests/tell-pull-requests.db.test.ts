import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { type GitHost, GitUnavailable } from "../../git/git-host.ts";
import {
  advance,
  promoteAndServe,
  propose,
  readPromotion,
  reconcileNow,
  review,
  rollBackTo,
  startServing,
} from "../testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";
import { tellPromotionPull } from "./tell-promotion-pull.ts";
import { tellReconciliationPull } from "./tell-reconciliation-pull.ts";

const URL = "https://console.example";

let test_: TestDatabase;
let world: MotionWorld;
let host: FakeHost;
beforeEach(async () => {
  test_ = await createTestDatabase();
  world = await createMotionWorld(test_);
  host = watch(world);
});
afterEach(async () => {
  world.close();
  await test_.drop();
});

type FakeHost = { said: string[]; fail: Error | null };

/** The world's own host, whose words are counted, and which may be away for them alone. */
function watch(of: MotionWorld): FakeHost {
  const watched: FakeHost = { said: [], fail: null };
  const real = of.gitHostFor(of.project);
  const guarded: GitHost = {
    ...real,
    // A person merges, so that a pull request stays open to be told about.
    kind: "github",
    comment: async (number, comment) => {
      if (watched.fail !== null) throw watched.fail;
      watched.said.push(comment.body);
      await real.comment(number, comment);
    },
    setStatus: async (commit, status) => {
      if (watched.fail !== null) throw watched.fail;
      watched.said.push(`${status.context} ${status.state}: ${status.description}`);
      await real.setStatus(commit, status);
    },
  };
  const as = of.as;
  of.as = (who) => ({ ...as(who), gitHostFor: () => guarded });
  return watched;
}

const tell = (number: number, attempts?: number) =>
  tellPromotionPull(world.as(GIT_SYNC), { projectId: world.project.id, number, attempts }, URL);
const jobs = async (name: string) =>
  world.test.db.$queryRaw<{ payload: { attempts?: number }; runAt: Date }[]>`
    SELECT payload, run_at AS "runAt" FROM graphile_worker._private_jobs j
    JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = ${name}`;

/** A promotion whose pull request waits for a person on the host. */
async function waitingForTheHost(): Promise<number> {
  await startServing(world);
  world.repository.commit({
    files: { "policies/host@1.yaml": HOST_MERGES },
    author: { name: "admin", email: "admin@deploybuddy.example" },
    message: "Let people merge",
  });
  await world.sync();
  const release = await world.compose("2");
  await world.evaluate(release, { score: 0.9 });
  const number = await propose(world, release);
  await review(world, number);
  await advance(world, number);
  return number;
}

const HOST_MERGES = `version: 1
shadow: { required: never }
evalGate:
  quality: { mustImprove: true }
rollout: { stepsBp: [10000], bakeHours: 48 }
reviews: { required: 1, ttlHours: 72 }
merge: host
cooldownMinutes: 30
`;

describe("a promotion's pull request", { timeout: 120_000 }, () => {
  test("is told that it may be merged, once, and that it may not when the approval is lost", async () => {
    const number = await waitingForTheHost();
    expect(await readPromotion(world, number)).toMatchObject({ state: "approved", pullNumber: 1 });
    expect(await jobs("tell-promotion-pull")).toHaveLength(1);
    await tell(number);
    await tell(number);
    expect(host.said).toHaveLength(2);
    expect(host.said[0]).toBe("tupelo/gate success: Approved, and nothing stands in the way.");
    expect(host.said[1]).toContain(`${URL}/deploybuddy/promotions/${number}`);
    await review(world, number, world.others.reviewer, "request_changes");
    await tell(number);
    expect(host.said[2]).toMatch(/^tupelo\/gate pending: Not approved: /);
    expect(host.said).toHaveLength(4);
  });

  test("is told later where the host is away, and the promotion waits for none of it", async () => {
    const number = await waitingForTheHost();
    await world.test.db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
    host.fail = new GitUnavailable("a limit", { retryAfterSeconds: 90 });
    const before = await world.test.db.promotion.findFirstOrThrow();
    await tell(number, 3);
    const [job] = await jobs("tell-promotion-pull");
    expect(job?.payload.attempts).toBe(4);
    expect((job?.runAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(85_000);
    expect(await world.test.db.promotion.findFirstOrThrow()).toEqual(before);
    host.fail = null;
    await tell(number, 4);
    expect(host.said).toHaveLength(2);
  });

  test("brings what people said on the host to the page, where it approves nothing", async () => {
    const number = await waitingForTheHost();
    const { headCommit } = await world.test.db.promotion.findFirstOrThrow();
    const said = { reviewer: "mei", state: "approved", commit: headCommit, at: "2026-05-06T10:00:00Z" };
    const file = path.join(world.repository.workTree, "review.json");
    writeFileSync(file, JSON.stringify(said));
    const blob = world.repository.git("hash-object", "-w", file);
    world.repository.git("push", "-q", "origin", `${blob}:refs/tupelo/pulls/1/reviews/mei`);
    await tell(number);
    const { hostReviews, approvals } = await readPromotion(world, number);
    expect(hostReviews).toEqual([
      { reviewer: "mei", state: "approved", isOfHead: true, at: "2026-05-06T10:00:00.000Z" },
    ]);
    expect(approvals).toBe(1);
  });
});

describe("a reconciliation's pull request", { timeout: 120_000 }, () => {
  test("is told what is served and, when git agrees, that it does", async () => {
    await startServing(world);
    await promoteAndServe(world, "2", 0.9);
    const { reconciliationNumber } = await rollBackTo(world);
    const number = reconciliationNumber ?? 0;
    await reconcileNow(world, number);
    expect(await jobs("tell-reconciliation-pull")).toHaveLength(1);
    const input = { projectId: world.project.id, number };
    await tellReconciliationPull(world.as(GIT_SYNC), input, URL);
    await tellReconciliationPull(world.as(GIT_SYNC), input, URL);
    expect(host.said).toHaveLength(2);
    expect(host.said[0]).toMatch(/^tupelo\/gate success: production serves [0-9a-f]{10}; merging/);
    expect(host.said[1]).toContain(`${URL}/deploybuddy/reconciliations`);
  });
});
