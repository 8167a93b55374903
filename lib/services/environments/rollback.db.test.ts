import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appendAllocation } from "../../db/repositories/allocations.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { editAlias } from "../../git/alias-file.ts";
import { verifyInvariants } from "../invariants/verify-invariants.ts";
import { liftQuarantine } from "../quarantine/lift-quarantine.ts";
import { dumpTables, refuseInserts } from "../testing/dump-tables.ts";
import {
  advance,
  callKnownGood,
  commitSteps,
  decide,
  environmentOf,
  promoteAndServe,
  propose,
  reconcileNow,
  review,
  roll,
  rollBackTo,
  startServing,
} from "../testing/motion-steps.ts";
import {
  ALIASES,
  CONTROLLER,
  createMotionWorld,
  GIT_SYNC,
  type MotionWorld,
} from "../testing/motion-world.ts";
import { rollBack } from "./roll-back.ts";

let test: TestDatabase;
let world: MotionWorld;
let first: string;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `rollback-${serial}`);
  first = await startServing(world);
});
afterEach(() => {
  world.bringRepositoryBack();
  world.close();
});

const git = (...args: string[]) => {
  world.repository.git("fetch", "-q", "--prune", "origin");
  return world.repository.git(...args);
};
const branches = () =>
  git("for-each-ref", "--format=%(refname:short)", "refs/remotes/origin/tupelo/reconcile")
    .split("\n")
    .filter((line) => line !== "");
const aliasOnMain = () => git("show", `origin/main:${ALIASES}`);
const reconciliation = (number = 1) =>
  test.db.reconciliation.findUniqueOrThrow({
    where: { projectId_number: { projectId: world.project.id, number } },
  });
const dump = () => dumpTables(test.db, ["public", "graphile_worker"]);
const actions = async () => {
  const events = await test.db.auditEvent.findMany({
    where: { chain: world.project.id },
    orderBy: { seq: "asc" },
  });
  return events.map((event) => event.action);
};

describe("rolling back", () => {
  it("is one moment in all its records, though the clock goes on while they are written", async () => {
    await promoteAndServe(world, "2", 0.9);
    const { served } = await environmentOf(world);
    let ticks = 0;
    const ctx = { ...world.as("operator"), now: () => new Date(world.clock.at.getTime() + ticks++) };
    const body = { reason: "latency breach", expectedVersion: served?.version ?? 0 };
    await rollBack(ctx, { params: world.environment, body });
    expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
    const { createdAt } = await test.db.rollback.findFirstOrThrow({ where: { projectId: world.project.id } });
    expect((await reconciliation()).openedAt).toEqual(createdAt);
  });

  it("moves traffic, ends the rollout, quarantines, opens the reconciliation: each with its event", async () => {
    const bad = await promoteAndServe(world, "2", 0.9);
    const answer = await rollBackTo(world);
    expect(answer).toMatchObject({
      servedReleaseId: first,
      quarantinedReleaseId: bad.releaseId,
      reconciliationNumber: 1,
    });
    const now = await environmentOf(world);
    expect(now.served).toMatchObject({ control: first, candidate: null, cause: "rollback" });
    expect(now.rollout).toBeNull();
    expect(now.quarantined).toEqual([bad.releaseId]);
    expect(now.drift).toBe(true);
    expect((await actions()).slice(-4)).toEqual([
      "environment.rolled_back",
      "rollout.rolled_back",
      "release.quarantined",
      "reconciliation.opened",
    ]);
  });

  it.each(["rollback", "quarantine", "reconciliation", "allocation", "audit_event"])(
    "is all or nothing: %s cannot be written",
    async (table) => {
      await promoteAndServe(world, "2", 0.9);
      const before = await dump();
      const allow = await refuseInserts(test.db, table);
      await expect(rollBackTo(world)).rejects.toThrow();
      await allow();
      expect(await dump()).toEqual(before);
      await expect(rollBackTo(world)).resolves.toMatchObject({ servedReleaseId: first });
    },
  );

  it("asks a person for a proof younger than five minutes", async () => {
    await promoteAndServe(world, "2", 0.9);
    const { operator } = world.seeded.principals;
    const { served } = await environmentOf(world);
    const body = { reason: "latency breach", expectedVersion: served?.version ?? 0 };
    const ctx = world.as("operator");
    const at = (secondsAgo: number) =>
      rollBack(
        {
          ...ctx,
          principal: { ...operator, provedAt: new Date(world.clock.at.getTime() - secondsAgo * 1000) },
        },
        { params: world.environment, body },
      );
    await expect(at(300)).rejects.toMatchObject({ code: "step-up-required" });
    await expect(at(299)).resolves.toMatchObject({ servedReleaseId: first });
  });

  it("row 25, 26: refuses itself, a release that was never served, a quarantined one and an unknown one", async () => {
    const bad = await promoteAndServe(world, "2", 0.9);
    const never = await world.compose("5");
    await expect(rollBackTo(world, bad.releaseId)).rejects.toMatchObject({ code: "no-op" });
    await expect(rollBackTo(world, never)).rejects.toMatchObject({ code: "invalid-target" });
    await expect(rollBackTo(world, "0123456789")).rejects.toMatchObject({ code: "invalid-target" });
    await rollBackTo(world);
    await expect(rollBackTo(world, bad.releaseId)).rejects.toMatchObject({ code: "invalid-target" });
  });

  it("of a first release has no target and says so", async () => {
    const alone = await createMotionWorld(test, `alone-${serial}`);
    await startServing(alone);
    await expect(rollBackTo(alone)).rejects.toMatchObject({ code: "invalid-target" });
    alone.close();
  });

  it("row 24, 65: of two at once one wins, the other gets 409 with what is current", async () => {
    await promoteAndServe(world, "2", 0.9);
    const { served } = await environmentOf(world);
    const body = { reason: "latency breach", expectedVersion: served?.version ?? 0 };
    const press = (who: "operator" | typeof world.others.operator) =>
      rollBack(world.as(who), { params: world.environment, body });
    const results = await Promise.allSettled([press("operator"), press(world.others.operator)]);
    const lost = results.find((result) => result.status === "rejected");
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(lost?.reason).toMatchObject({
      code: "version-conflict",
      params: { currentVersion: (served?.version ?? 0) + 1, served: first },
    });
    expect(await test.db.rollback.count({ where: { projectId: world.project.id } })).toBe(1);
  });

  it("and a rollout that starts in the same second: one wins by version", async () => {
    const bad = await promoteAndServe(world, "2", 0.9);
    await callKnownGoodAfterBake(bad.releaseId);
    const next = await promoteAndServeUntilWaiting("3", 0.95);
    const results = await Promise.allSettled([rollBackTo(world), roll(world, next)]);
    const { served, rollout } = await environmentOf(world);
    expect(results.some((result) => result.status === "fulfilled")).toBe(true);
    const row = await test.db.rollout.findFirstOrThrow({
      where: { projectId: world.project.id, number: next },
    });
    // One that still waited is aborted: it was served to nobody.
    const wasRolledBack = row.state === "rolled_back" || row.state === "aborted";
    expect(rollout === null).toBe(wasRolledBack);
    expect(served?.control === row.candidateReleaseId).toBe(!wasRolledBack);
  });
});

it("rolling back does not wait for an eval run whose bytes are on their way", async () => {
  await promoteAndServe(world, "2", 0.9);
  await test.db.$transaction(async (tx) => {
    await nextNumber(tx, "eval_run", world.project.id);
    await expect(rollBackTo(world)).resolves.toMatchObject({ servedReleaseId: first });
  });
});

describe("while a merged release waits", () => {
  it("what is served is left and quarantined, and the one that waits is not", async () => {
    const bad = await promoteAndServe(world, "2", 0.9);
    await callKnownGoodAfterBake(bad.releaseId);
    const fix = await promoteAndServeUntilWaiting("3", 0.95);
    expect((await environmentOf(world)).rollbackTarget).toBe(first);
    expect(await rollBackTo(world)).toMatchObject({
      servedReleaseId: first,
      quarantinedReleaseId: bad.releaseId,
    });
    const now = await environmentOf(world);
    expect([now.served?.control, now.quarantined]).toEqual([first, [bad.releaseId]]);
    const where = { projectId_number: { projectId: world.project.id, number: fix } };
    expect((await test.db.rollout.findUniqueOrThrow({ where })).state).toBe("aborted");
    expect(await test.db.rollback.findFirst({ where: { projectId: world.project.id } })).toMatchObject({
      fromReleaseId: bad.releaseId,
    });
  });

  it("its own policy cannot shorten the cooldown that runs", async () => {
    await commitSteps(world, [10_000], { version: "1", cooldownMinutes: 0 });
    await commitSteps(world, [10_000], { version: "2" });
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    const hasty = await promoteAndServeUntilWaiting("3", 0.95, "1");
    world.pass(29 / 60);
    await roll(world, hasty);
    expect((await environmentOf(world)).rollout).toMatchObject({ state: "waiting" });
    world.pass(1 / 60);
    await roll(world, hasty);
    expect((await environmentOf(world)).rollout).toMatchObject({ state: "baking" });
  });
});

async function callKnownGoodAfterBake(releaseId: string) {
  world.pass(48);
  await callKnownGood(world, releaseId);
}

async function promoteAndServeUntilWaiting(prompt: string, score: number, policy?: string) {
  const releaseId = await world.compose(prompt, policy);
  await world.evaluate(releaseId, { score });
  const number = await propose(world, releaseId);
  await review(world, number);
  await advance(world, number);
  const row = await test.db.rollout.findFirstOrThrow({
    where: { projectId: world.project.id, promotionNumber: number },
  });
  return row.number;
}

describe("git after a rollback", () => {
  it("follows with one branch, one changed line and one merge; the facts close it; again changes nothing", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    expect(branches()).toEqual(["origin/tupelo/reconcile/production-1"]);
    expect(
      git(
        "diff",
        "--numstat",
        "origin/tupelo/reconcile/production-1^",
        "origin/tupelo/reconcile/production-1",
      ),
    ).toBe(`1\t1\t${ALIASES}`);
    // An id of digits alone is quoted in YAML, so that it stays a text.
    expect(aliasOnMain()).toMatch(new RegExp(`^# who is served\nproduction: "?${first}"?   # release$`));
    const closed = await reconciliation();
    expect(closed).toMatchObject({ state: "closed", outcome: "merged", pullNumber: 2 });
    expect(git("rev-parse", "origin/main")).toBe(closed.mergeCommit);
    expect((await environmentOf(world)).drift).toBe(false);
    await world.sync();
    const before = await dump();
    await reconcileNow(world, 1);
    await world.sync();
    expect(await dump()).toEqual(before);
  });

  it("needs no git to serve, and asks git when it is back: exactly one pull request", async () => {
    await promoteAndServe(world, "2", 0.9);
    world.moveRepositoryAway();
    const startedAt = performance.now();
    await rollBackTo(world);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect((await environmentOf(world)).served?.control).toBe(first);
    await reconcileNow(world, 1);
    await reconcileNow(world, 1);
    const waiting = await reconciliation();
    expect(waiting).toMatchObject({ state: "open", attempts: 2 });
    expect(waiting.lastError).toContain("git");
    world.bringRepositoryBack();
    await reconcileNow(world, 1);
    expect(branches()).toHaveLength(1);
    expect(await reconciliation()).toMatchObject({
      state: "closed",
      mergeCommit: git("rev-parse", "origin/main"),
    });
  });

  it("makes no second pull request when the worker died after the merge", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    const host = world.gitHostFor({ gitHost: "local", repository: "" });
    const merge = host.mergePullRequest;
    host.mergePullRequest = async (request) => {
      await merge(request);
      throw new Error("killed");
    };
    await reconcileNow(world, 1);
    expect((await reconciliation()).lastError).toContain("Something failed");
    host.mergePullRequest = merge;
    await reconcileNow(world, 1);
    expect(branches()).toHaveLength(1);
    expect(await reconciliation()).toMatchObject({ state: "closed", outcome: "merged" });
  });

  it("an older target rewrites the one reconciliation, and its pull request names the newer target", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    await callKnownGoodAfterBake(second.releaseId);
    await promoteAndServe(world, "3", 0.95);
    world.moveRepositoryAway();
    await rollBackTo(world);
    await reconcileNow(world, 1);
    const again = await rollBackTo(world, first);
    expect(again.reconciliationNumber).toBe(1);
    world.bringRepositoryBack();
    await reconcileNow(world, 1);
    expect(branches()).toHaveLength(1);
    expect(aliasOnMain()).toContain(first);
    expect(await reconciliation()).toMatchObject({ state: "closed", servedReleaseId: first });
    expect(await test.db.reconciliation.count({ where: { projectId: world.project.id } })).toBe(1);
    expect((await environmentOf(world)).quarantined.sort()).toHaveLength(2);
  });

  it("also agrees when the first pull request was merged in the second in which an older target was chosen", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    await callKnownGoodAfterBake(second.releaseId);
    await promoteAndServe(world, "3", 0.95);
    await rollBackTo(world);
    const host = world.gitHostFor({ gitHost: "local", repository: "" });
    const merge = host.mergePullRequest;
    host.mergePullRequest = async (request) => {
      const merged = await merge(request);
      await rollBackTo(world, first);
      host.mergePullRequest = merge;
      return merged;
    };
    await reconcileNow(world, 1);
    await reconcileNow(world, 1);
    await reconcileNow(world, 1);
    expect(aliasOnMain()).toContain(first);
    expect(await reconciliation()).toMatchObject({ state: "closed", servedReleaseId: first });
    expect((await environmentOf(world)).drift).toBe(false);
  });

  it("does not merge a branch of its name that somebody prepared with more than the alias line", async () => {
    await promoteAndServe(world, "2", 0.9);
    const wanted = editAlias(`${aliasOnMain()}\n`, ALIASES, "production", first);
    git("checkout", "-q", "-B", "prepared", "origin/main");
    world.repository.commit({
      branch: "tupelo/reconcile/production-1",
      files: { [ALIASES]: wanted, "prompts/support/support@9.md": "Do as I say.\n" },
    });
    const before = git("rev-parse", "origin/main");
    await rollBackTo(world);
    await reconcileNow(world, 1);
    const row = await reconciliation();
    expect([row.state, row.mergeCommit]).toEqual(["open", null]);
    expect(row.lastError).toContain("support@9.md");
    expect(git("rev-parse", "origin/main")).toBe(before);
  });

  it("is skipped where a person reverted main by hand first", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    world.repository.commit({ files: { [ALIASES]: `# who is served\nproduction: ${first}   # release\n` } });
    await reconcileNow(world, 1);
    expect(branches()).toEqual([]);
    expect(await reconciliation()).toMatchObject({ state: "closed", outcome: "skipped", pullNumber: null });
  });

  it("a merge that slipped in while rolling back is not served before git agrees", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    await callKnownGoodAfterBake(second.releaseId);
    const releaseId = await world.compose("3");
    await world.evaluate(releaseId, { score: 0.95 });
    const number = await propose(world, releaseId);
    await review(world, number);
    const host = world.gitHostFor({ gitHost: "local", repository: "" });
    const merge = host.mergePullRequest;
    host.mergePullRequest = async (request) => {
      host.mergePullRequest = merge;
      await rollBackTo(world, first);
      return merge(request);
    };
    await advance(world, number);
    world.pass(1);
    const rollout = await test.db.rollout.findFirst({
      where: { projectId: world.project.id, promotionNumber: number },
    });
    if (rollout !== null) await roll(world, rollout.number);
    expect((await environmentOf(world)).served?.control).toBe(first);
    await reconcileNow(world, 1);
    if (rollout !== null) await roll(world, rollout.number);
    const { served, desired, rollout: open } = await environmentOf(world);
    expect([served?.control, desired?.releaseId, open]).toEqual([first, first, null]);
  });
});

const LATENCY = { action: "rollback" as const, reasonCodes: ["latency breach"] };

describe("scenario break-glass", () => {
  it("a service cannot press the button: an automatic act has its stored decision", async () => {
    await promoteAndServe(world, "2", 0.9);
    await expect(rollBackTo(world, first, CONTROLLER)).rejects.toMatchObject({ code: "forbidden" });
    expect(await test.db.rollback.count({ where: { projectId: world.project.id } })).toBe(0);
  });

  it("the controller moves the runtime: audited, quarantined, one revert, and git does not re-apply the release", async () => {
    const a = await promoteAndServe(world, "2", 0.9);
    await decide(world, a.rollout, LATENCY);
    expect((await environmentOf(world)).reconciliation?.number).toBe(1);
    const event = await test.db.auditEvent.findFirstOrThrow({
      where: { chain: world.project.id, action: "environment.rolled_back" },
    });
    expect(event).toMatchObject({
      actorKind: "service",
      actorId: "rollout-controller",
      reason: "latency breach",
      before: { served: a.releaseId },
      after: { served: first },
    });
    expect(await test.db.rollback.findFirst({ where: { projectId: world.project.id } })).toMatchObject({
      actor: "service:rollout-controller",
      reason: "latency breach",
    });
    await world.sync();
    await roll(world, a.rollout);
    expect((await environmentOf(world)).served?.control).toBe(first);
    await expect(propose(world, a.releaseId)).rejects.toMatchObject({ code: "no-op" });
    await reconcileNow(world, 1);
    expect(branches()).toHaveLength(1);
    await expect(propose(world, a.releaseId)).rejects.toMatchObject({ code: "blocked" });
  });

  it("closed: no drift, closed with the merge commit, and looking again changes nothing", async () => {
    const a = await promoteAndServe(world, "2", 0.9);
    await decide(world, a.rollout, LATENCY);
    await reconcileNow(world, 1);
    const { drift, reconciliation: open } = await environmentOf(world);
    expect([drift, open]).toEqual([false, null]);
    expect((await reconciliation()).mergeCommit).toBe(git("rev-parse", "origin/main"));
    await world.sync();
    const before = await dump();
    await reconcileNow(world, 1);
    expect(await dump()).toEqual(before);
  });
});

describe("known good", () => {
  it("is a reviewer's word for what is served, after the bake, by somebody who did not write it", async () => {
    const { releaseId } = await promoteAndServe(world, "2", 0.9);
    await expect(callKnownGood(world, releaseId)).rejects.toMatchObject({ code: "wrong-state" });
    world.pass(48);
    const { author, reviewer } = world.seeded.principals;
    const writer = { ...author, grants: reviewer.grants };
    await expect(callKnownGood(world, releaseId, writer)).rejects.toMatchObject({ code: "self-approval" });
    await expect(callKnownGood(world, first)).rejects.toMatchObject({ code: "invalid-target" });
    await callKnownGood(world, releaseId);
    await expect(callKnownGood(world, releaseId)).rejects.toMatchObject({ code: "no-op" });
    const now = await environmentOf(world);
    expect([now.lastKnownGood, now.rollout]).toEqual([releaseId, null]);
  });

  it("waits for a rollback that is under way, and is not said of what was left", async () => {
    const { releaseId } = await promoteAndServe(world, "2", 0.9);
    world.pass(48);
    let said: Promise<unknown> = Promise.resolve();
    await test.db.$transaction(async (tx) => {
      const { environment } = await lockEnvironment(tx, {
        ...{ projectId: world.project.id, environment: "production" },
      });
      said = callKnownGood(world, releaseId).catch((error: unknown) => error);
      await new Promise((done) => setTimeout(done, 300));
      await appendAllocation(tx, {
        ...{ environmentId: environment.id, projectId: world.project.id, now: world.clock.at },
        ...{ expectedVersion: environment.allocationVersion, cause: "rollback", shareBp: 0 },
        ...{ controlReleaseId: first, candidateReleaseId: null },
      });
    });
    expect(await said).toMatchObject({ code: "invalid-target" });
    expect(await test.db.knownGood.count({ where: { projectId: world.project.id, releaseId } })).toBe(0);
  });

  it("said twice at the same moment is recorded once", async () => {
    const { releaseId } = await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    expect(releaseId).not.toBe(first);
    const said = await Promise.allSettled([
      callKnownGood(world, first),
      callKnownGood(world, first, world.others.reviewer),
    ]);
    expect(said.map((one) => one.status)).toEqual(["rejected", "rejected"]);
    expect(await test.db.knownGood.count({ where: { projectId: world.project.id, releaseId: first } })).toBe(
      1,
    );
  });

  it("a release that a merge ended before its bake was over is not known good", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    await promoteAndServe(world, "3", 0.95);
    const now = await environmentOf(world);
    expect([now.lastKnownGood, now.rollbackTarget]).toEqual([first, second.releaseId]);
    const ended = await test.db.rollout.findFirstOrThrow({
      where: { projectId: world.project.id, number: second.rollout },
    });
    expect(ended.state).toBe("superseded");
  });
});

describe("quarantine", () => {
  const lift = (who: Parameters<typeof world.as>[0], releaseId: string) =>
    liftQuarantine(world.as(who), {
      params: { ...world.params, releaseId },
      body: { reason: "The cause was the network." },
    });

  it("is lifted by a reviewer who wrote none of it, once, and then the release can be proposed again", async () => {
    const { releaseId } = await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    await expect(propose(world, releaseId)).rejects.toMatchObject({ code: "blocked" });
    const { author, reviewer } = world.seeded.principals;
    await expect(lift({ ...author, grants: reviewer.grants }, releaseId)).rejects.toMatchObject({
      code: "self-approval",
    });
    const lifted = await Promise.allSettled([
      lift("reviewer", releaseId),
      lift(world.others.reviewer, releaseId),
    ]);
    expect(lifted.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect((await actions()).filter((action) => action === "release.quarantine_lifted")).toHaveLength(1);
    await expect(propose(world, releaseId)).resolves.toBe(2);
  });

  it("keeps a new rollout waiting for the cooldown after a rollback", async () => {
    await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    const number = await promoteAndServeUntilWaiting("3", 0.95);
    await roll(world, number);
    const waiting = await environmentOf(world);
    expect(waiting.rollout?.waitsFor).toContain("rolled back");
    expect(waiting.served?.control).toBe(first);
    world.pass(0.5);
    await roll(world, number);
    expect((await environmentOf(world)).rollout?.state).toBe("baking");
  });
});
