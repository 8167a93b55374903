import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeLease } from "../../db/leases.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { transact } from "../../db/transact.ts";
import { verifyInvariants } from "../invariants/verify-invariants.ts";
import { quarantineRelease } from "../quarantine/quarantine-release.ts";
import {
  commitSteps,
  decide as decideFor,
  environmentOf,
  judgeHours,
  promoteAndServe,
  rollBackTo,
  startServing,
  steer,
} from "../testing/motion-steps.ts";
import { ALIASES, createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";
import { abortRollout } from "./abort-rollout.ts";
import { advanceRolloutByHand, promoteRolloutNow } from "./advance-by-hand.ts";
import { pauseRollout, resumeRollout } from "./pause-rollout.ts";

const BAKE_HOURS = 6;

let test_: TestDatabase;
let world: MotionWorld;
let first: string;
let candidate: string;
let rollout: number;
beforeEach(async () => {
  test_ = await createTestDatabase();
  world = await createMotionWorld(test_);
  first = await startServing(world);
  await commitSteps(world, [100, 2_500, 10_000], { bakeHours: BAKE_HOURS });
  ({ releaseId: candidate, rollout } = await promoteAndServe(world, "2", 0.9));
});
afterEach(async () => {
  expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
  world.close();
  await test_.drop();
});

const served = async () => (await environmentOf(world)).served;
const state = async () => (await rowOf()).state;
const rowOf = () =>
  test_.db.rollout.findUniqueOrThrow({
    where: { projectId_number: { projectId: world.project.id, number: rollout } },
  });
const decide = (decision: Parameters<typeof decideFor>[2] = {}) => decideFor(world, rollout, decision);

describe("a rollout in steps", () => {
  test("starts with its first step beside control, and is no drift", async () => {
    expect(await served()).toMatchObject({ control: first, candidate, shareBp: 100, cause: "rollout" });
    expect((await environmentOf(world)).drift).toBe(false);
  });

  test("is walked by hand to all subjects and bakes then", async () => {
    expect(await steer(world, advanceRolloutByHand, rollout)).toMatchObject({
      state: "stepping",
      shareBp: 2_500,
    });
    expect(await steer(world, advanceRolloutByHand, rollout)).toMatchObject({ state: "baking", shareBp: 0 });
    expect(await served()).toMatchObject({ control: candidate, candidate: null, shareBp: 0 });
    await expect(steer(world, advanceRolloutByHand, rollout)).rejects.toMatchObject({ code: "wrong-state" });
  });

  test("stays at its step while it is paused, and goes on from there", async () => {
    await steer(world, pauseRollout, rollout);
    expect(await served()).toMatchObject({ candidate, shareBp: 100 });
    await expect(steer(world, advanceRolloutByHand, rollout)).rejects.toMatchObject({ code: "wrong-state" });
    await steer(world, resumeRollout, rollout, "reviewer");
    expect(await steer(world, advanceRolloutByHand, rollout)).toMatchObject({ shareBp: 2_500 });
  });

  test("is promoted now by somebody else than its author", async () => {
    await expect(steer(world, promoteRolloutNow, rollout, "author")).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await steer(world, promoteRolloutNow, rollout)).toMatchObject({ state: "baking" });
    expect(await served()).toMatchObject({ control: candidate, candidate: null });
  });

  test("that is aborted gives all subjects back, quarantines nothing and asks git to follow", async () => {
    await steer(world, abortRollout, rollout);
    const environment = await environmentOf(world);
    expect(environment).toMatchObject({ rollout: null, quarantined: [] });
    expect(environment.served).toMatchObject({ control: first, candidate: null, cause: "abort" });
    expect(environment.reconciliation).toMatchObject({ state: "open" });
  });

  test("that is rolled back at a step serves control again and quarantines the candidate", async () => {
    await rollBackTo(world);
    expect(await served()).toMatchObject({ control: first, candidate: null });
    expect((await environmentOf(world)).quarantined).toEqual([candidate]);
    expect(await state()).toBe("rolled_back");
  });

  test("is steered on the version that was seen, or not at all", async () => {
    const { version } = await rowOf();
    await steer(world, advanceRolloutByHand, rollout);
    const input = {
      params: { ...world.params, number: rollout },
      body: { reason: "as agreed", expectedVersion: version },
    };
    await expect(pauseRollout(world.as("operator"), input)).rejects.toMatchObject({
      code: "version-conflict",
      params: { currentVersion: version + 1 },
    });
  });

  test("takes one of two acts at the same moment, and tells the other", async () => {
    const acts = await Promise.allSettled([
      steer(world, advanceRolloutByHand, rollout),
      steer(world, pauseRollout, rollout, world.others.operator),
      steer(world, promoteRolloutNow, rollout, "reviewer"),
    ]);
    expect(acts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("a controller's decision", () => {
  test("takes the next step, and is stored with its numbers", async () => {
    expect(await decide()).toMatchObject({ act: "advance" });
    expect(await served()).toMatchObject({ candidate, shareBp: 2_500 });
    const [row] = await test_.db.decision.findMany();
    expect(row).toMatchObject({ action: "continue", inputs: { samples: 400, mayAdvanceStep: true } });
  });

  test("about a window counts once", async () => {
    await decide();
    expect(await decide()).toMatchObject({ act: "none" });
    expect(await served()).toMatchObject({ shareBp: 2_500 });
    expect(await test_.db.decision.count()).toBe(1);
  });

  test("to hold changes nothing and writes no event", async () => {
    const before = await test_.db.auditEvent.count();
    expect(await decide({ action: "hold" })).toMatchObject({ act: "none" });
    expect(await test_.db.decision.count()).toBe(1);
    expect(await test_.db.auditEvent.count()).toBe(before);
  });

  test("to pause is left by a person alone", async () => {
    await decide({ action: "pause_for_review", reasonCodes: ["groundedness"] });
    expect(await state()).toBe("paused");
    world.pass(1);
    expect(await decide()).toMatchObject({ act: "none" });
    expect(await state()).toBe("paused");
  });

  test("to roll back quarantines, opens the reconciliation, and happens once", async () => {
    expect(await decide({ action: "rollback", reasonCodes: ["latency"] })).toMatchObject({
      act: "roll_back",
    });
    expect(await served()).toMatchObject({ control: first, candidate: null });
    const [row] = await test_.db.rollback.findMany();
    expect(row).toMatchObject({ cause: "controller", proof: "none", actor: "service:rollout-controller" });
    expect(row?.decisionId).not.toBeNull();
    world.pass(1);
    expect(await decide({ action: "rollback" })).toMatchObject({ act: "none" });
    expect(await test_.db.rollback.count()).toBe(1);
  });

  test("leads no further when it is about no window, however often it comes", async () => {
    expect(await decide({ windowEndAt: null })).toMatchObject({ act: "none" });
    expect(await decide({ windowEndAt: null })).toMatchObject({ act: "none" });
    expect(await served()).toMatchObject({ shareBp: 100 });
  });

  test("about an older window than the newest leads no further", async () => {
    await decide({ action: "hold" });
    const older = new Date(world.clock.at.getTime() - 60_000);
    expect(await decide({ windowEndAt: older })).toMatchObject({ act: "none" });
    expect(await served()).toMatchObject({ shareBp: 100 });
  });

  test("of one who lost the lease, or who judged another version, is not taken", async () => {
    const slept = await takeLease(test_.db, "controller", "one", 0);
    const awake = await takeLease(test_.db, "controller", "two", 60);
    const { version } = await rowOf();
    await expect(decide({ lease: slept ?? undefined })).rejects.toMatchObject({ code: "version-conflict" });
    await expect(decide({ expectedVersion: version - 1 })).rejects.toMatchObject({
      code: "version-conflict",
    });
    expect(await test_.db.decision.count()).toBe(0);
    expect(await decide({ lease: awake ?? undefined, expectedVersion: version })).toMatchObject({
      act: "advance",
    });
  });

  test("pauses a release that another environment quarantined, and says so", async () => {
    await quarantineInStaging(candidate);
    expect(await decide()).toMatchObject({ act: "pause" });
    expect(await rowOf()).toMatchObject({ state: "paused" });
    expect((await rowOf()).pauseReason).toContain("quarantined");
    expect(await served()).toMatchObject({ shareBp: 100 });
  });

  test("is held while git names what nobody reviewed", async () => {
    const other = await world.compose("4");
    world.repository.commit({ files: { [ALIASES]: `production: ${other}\n` }, message: "By hand" });
    await world.sync();
    expect(await decide()).toMatchObject({ act: "none" });
    expect(await served()).toMatchObject({ candidate, shareBp: 100 });
  });
});

/** What a rollback in staging leaves: the quarantine is the project's. */
const quarantineInStaging = (releaseId: string) =>
  transact(world.as("operator"), (tx, audit) =>
    quarantineRelease(tx, audit, {
      ...{ project: world.project, releaseId, environment: "staging", now: world.clock.at },
      reason: "It failed in staging.",
    }),
  );

describe("a bake", () => {
  beforeEach(() => steer(world, promoteRolloutNow, rollout));

  test("is completed when its time is over and its windows were judged", async () => {
    expect(await judgeHours(world, rollout, BAKE_HOURS - 1)).toBe("none");
    expect(await judgeHours(world, rollout, 1)).toBe("complete");
    expect(await environmentOf(world)).toMatchObject({ lastKnownGood: candidate, rollout: null });
  });

  test("is not completed by one window after a long time without any", async () => {
    world.pass(2 * BAKE_HOURS);
    expect(await decide()).toMatchObject({ act: "none" });
    expect(await environmentOf(world)).toMatchObject({ lastKnownGood: first });
    expect(await state()).toBe("baking");
  });

  test("that fails in one region is paused, and bakes on for what remained when a person resumes it", async () => {
    const { bakeUntil } = await rowOf();
    await judgeHours(world, rollout, 2);
    expect(await decide({ action: "pause_for_review", windowEndAt: null })).toMatchObject({ act: "pause" });
    expect(await test_.db.notification.count({ where: { type: "rollout_paused" } })).toBe(1);
    expect(await judgeHours(world, rollout, 5)).toBe("none");
    expect(await environmentOf(world)).toMatchObject({ lastKnownGood: first });
    await steer(world, resumeRollout, rollout, "reviewer");
    const row = await rowOf();
    expect(row.state).toBe("baking");
    expect(row.bakeUntil?.getTime()).toBe((bakeUntil?.getTime() ?? 0) + 5 * 3_600_000);
  });

  test("that would have to go back and has nowhere to go is paused, and people are told", async () => {
    await quarantineInStaging(first);
    expect(await decide({ action: "rollback", reasonCodes: ["latency"] })).toMatchObject({ act: "pause" });
    const [news] = await test_.db.notification.findMany({ where: { type: "rollout_paused" } });
    expect(news?.sentence).toContain("no earlier release");
  });
});
