import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { type GitHost, GitUnavailable, type PullRequest } from "../../git/git-host.ts";
import { endCooldown } from "../environments/end-cooldown.ts";
import { rollBack } from "../environments/roll-back.ts";
import {
  callKnownGood,
  decide,
  environmentOf,
  promoteAndServe,
  reconcileNow,
  rollBackTo,
  startServing,
} from "../testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";
import { postReviewReconciliation } from "./post-review-reconciliation.ts";
import { recheckReconciliation } from "./recheck-reconciliation.ts";
import { remindReconciliation } from "./remind-reconciliation.ts";
import { takeOverReconciliation } from "./take-over-reconciliation.ts";
import { tellLate } from "./tell-late.ts";

let test: TestDatabase;
let world: MotionWorld;
let host: GitHost;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `reconciliations-${serial}`);
  host = world.gitHostFor({ gitHost: "local", repository: "" });
  await startServing(world);
});
afterEach(() => world.close());

const params = (number = 1) => ({ params: { ...world.params, number } });
const rowOf = (number = 1) =>
  test.db.reconciliation.findUniqueOrThrow({
    where: { projectId_number: { projectId: world.project.id, number } },
  });
const news = () => test.db.notification.findMany({ where: { projectId: world.project.id } });

describe("a pull request that somebody closed unmerged", () => {
  it("is not opened again by itself; the owner is told, and says so by looking again", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    const branches: string[] = [];
    const open = host.openPullRequest;
    host.openPullRequest = async (draft) => {
      branches.push(draft.branch);
      if (branches.length > 1) return open(draft);
      const opened = await open(draft);
      if (opened.outcome === "no_diff") return opened;
      const pullRequest: PullRequest = { ...opened.pullRequest, state: "closed" };
      return { outcome: "adopted", pullRequest };
    };
    await reconcileNow(world, 1);
    await reconcileNow(world, 1);
    const waiting = await rowOf();
    expect([waiting.state, waiting.outcome, branches.length]).toEqual(["open", "closed_by_hand", 1]);
    expect(waiting.lastError).toContain("closed unmerged");
    const told = (await news()).filter(({ type }) => type === "reconciliation_late");
    expect(told.map(({ accountIds }) => accountIds)).toEqual([[world.seeded.principals.operator.id]]);
    await recheckReconciliation(world.as("operator"), params());
    await reconcileNow(world, 1);
    expect(branches[1]).toBe("tupelo/reconcile/production-1.2");
    expect(await rowOf()).toMatchObject({ state: "closed", outcome: "merged" });
    host.openPullRequest = open;
  });
});

describe("on a host where people merge", () => {
  it("the console only opens it; a person's merge closes it, and somebody looks at it afterwards", async () => {
    const { rollout } = await promoteAndServe(world, "2", 0.9);
    Object.assign(host, { kind: "github" });
    await decide(world, rollout, { action: "rollback", reasonCodes: ["latency"] });
    await reconcileNow(world, 1);
    await reconcileNow(world, 1);
    const waiting = await rowOf();
    expect(waiting).toMatchObject({ state: "open", mergeCommit: null, postReviewDueAt: null });
    expect(waiting.lastError).toContain("waits for somebody to merge it");
    const pull = await host.getPullRequest(waiting.pullNumber ?? 0);
    const merged = await host.mergePullRequest({
      number: pull?.number ?? 0,
      expectedHead: pull?.headCommit ?? "",
      message: "Merge",
      author: { name: "operator", email: "operator@example.com" },
      at: world.clock.at,
    });
    await reconcileNow(world, 1);
    const closed = await rowOf();
    expect(closed).toMatchObject({
      state: "closed",
      outcome: "merged",
      mergeCommit: merged.outcome === "merged" ? merged.mergeCommit : null,
    });
    expect(closed.postReviewDueAt).toEqual(new Date(world.clock.at.getTime() + 24 * 3_600_000));
  });
});

describe("while the host is away", () => {
  it("the next try is at most 30 seconds away, or as far as the host asked", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    const { headOfMain } = host;
    const away = (retryAfterSeconds: number | null) => {
      host.headOfMain = async () => {
        throw new GitUnavailable("503", { retryAfterSeconds });
      };
    };
    away(null);
    for (let tries = 0; tries < 8; tries += 1) {
      await reconcileNow(world, 1);
      const { nextTryAt } = await rowOf();
      const seconds = ((nextTryAt?.getTime() ?? 0) - world.clock.at.getTime()) / 1000;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(30);
    }
    away(90);
    await reconcileNow(world, 1);
    const { nextTryAt, lastError } = await rowOf();
    expect((nextTryAt?.getTime() ?? 0) - world.clock.at.getTime()).toBeGreaterThanOrEqual(90_000);
    expect(lastError).toContain("503");
    host.headOfMain = headOfMain;
    await reconcileNow(world, 1);
    expect((await rowOf()).state).toBe("closed");
  });
});

describe("an open reconciliation", () => {
  it("belongs to who acted, is reminded of at most every ten minutes, and can be taken over", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    expect((await environmentOf(world)).reconciliation).toMatchObject({
      ownerId: world.seeded.principals.operator.id,
    });
    await remindReconciliation(world.as("reviewer"), params());
    await expect(remindReconciliation(world.as("author"), params())).rejects.toMatchObject({ code: "no-op" });
    world.pass(0.17);
    await remindReconciliation(world.as("author"), params());
    await expect(takeOverReconciliation(world.as("viewer"), params())).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(takeOverReconciliation(world.as("operator"), params())).rejects.toMatchObject({
      code: "no-op",
    });
    await takeOverReconciliation(world.as(world.others.operator), params());
    expect((await rowOf()).ownerName).toBe(world.others.operator.name);
  });

  it("that is late is told to its owner once", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await tellLate(world.as(GIT_SYNC));
    expect((await rowOf()).lateToldAt).toBeNull();
    world.pass(1.01);
    await Promise.all([tellLate(world.as(GIT_SYNC)), tellLate(world.as(GIT_SYNC))]);
    expect((await rowOf()).lateToldAt).toEqual(world.clock.at);
    expect(await tellLate(world.as(GIT_SYNC))).toBe(0);
    const told = (await news()).filter(({ dedupeKey }) => dedupeKey === "reconciliation_late:1");
    expect(told).toHaveLength(1);
    const events = { chain: world.project.id, action: "reconciliation.late" };
    expect(await test.db.auditEvent.count({ where: events })).toBe(1);
  });

  it("of a break-glass is reviewed afterwards, once, by somebody who did not act", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    const { operator, reviewer } = world.seeded.principals;
    const say = (who: Parameters<MotionWorld["as"]>[0]) =>
      postReviewReconciliation(world.as(who), { ...params(), body: { comment: "It was right to go back." } });
    await expect(say({ ...operator, grants: reviewer.grants })).rejects.toMatchObject({
      code: "self-approval",
    });
    await expect(say("operator")).rejects.toMatchObject({ code: "forbidden" });
    await say("reviewer");
    await expect(say(world.others.reviewer)).rejects.toMatchObject({ code: "no-op" });
    expect(await rowOf()).toMatchObject({
      postReview: "It was right to go back.",
      postReviewedByName: reviewer.name,
    });
  });
});

describe("after a rollback", () => {
  it("a reviewer may end the cooldown with a reason, and the next rollback starts another one", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    const before = await environmentOf(world);
    expect(before.cooldownUntil).toBe(new Date(world.clock.at.getTime() + 30 * 60_000).toISOString());
    const body = { reason: "The cause is known and gone.", expectedVersion: before.served?.version ?? 0 };
    const end = (who: "operator" | "reviewer") =>
      endCooldown(world.as(who), { params: world.environment, body });
    await expect(end("operator")).rejects.toMatchObject({ code: "forbidden" });
    await end("reviewer");
    await expect(end("reviewer")).rejects.toMatchObject({ code: "no-op" });
    const third = await promoteAndServe(world, "3", 0.95);
    expect((await environmentOf(world)).rollout?.candidateReleaseId).toBe(third.releaseId);
    world.pass(0.01);
    await rollBackTo(world);
    expect((await environmentOf(world)).cooldownUntil).not.toBeNull();
    // Whoever still looks at the first one has not seen this one.
    await expect(end("reviewer")).rejects.toMatchObject({ code: "version-conflict" });
    expect((await environmentOf(world)).cooldownUntil).not.toBeNull();
  });

  it("without the identity provider it goes through, is marked, and every admin is told", async () => {
    await promoteAndServe(world, "2", 0.9);
    const { operator, admin } = world.seeded.principals;
    const ctx = world.as("operator");
    const away = { ...operator, provedAt: new Date(0), proof: "provider_away" as const };
    const { served } = await environmentOf(world);
    const body = { reason: "latency breach", expectedVersion: served?.version ?? 0 };
    await rollBack({ ...ctx, principal: away }, { params: world.environment, body });
    expect(await test.db.rollback.findFirst({ where: { projectId: world.project.id } })).toMatchObject({
      proof: "unavailable",
      cause: "break_glass",
    });
    const told = (await news()).find(({ type }) => type === "rolled_back");
    expect(told?.accountIds).toEqual([admin.id]);
    expect(told?.sentence).toContain("identity provider was away");
  });

  it("any number of further ones goes back step by step, with one open reconciliation that is right", async () => {
    const served: string[] = [];
    for (const [prompt, score] of [
      ["2", 0.9],
      ["3", 0.92],
      ["4", 0.94],
      ["5", 0.96],
    ] as const) {
      const { releaseId } = await promoteAndServe(world, prompt, score);
      world.pass(48);
      await callKnownGood(world, releaseId);
      served.push(releaseId);
    }
    world.moveRepositoryAway();
    for (let step = 0; step < 4; step += 1) {
      const done = await rollBackTo(world);
      expect(done.reconciliationNumber).toBe(1);
    }
    await expect(rollBackTo(world)).rejects.toMatchObject({ code: "invalid-target" });
    world.bringRepositoryBack();
    await reconcileNow(world, 1);
    const now = await environmentOf(world);
    expect([now.reconciliation, now.drift, now.desired?.releaseId]).toEqual([
      null,
      false,
      now.served?.control,
    ]);
    expect(now.quarantined.sort()).toEqual(served.sort());
  });
});
