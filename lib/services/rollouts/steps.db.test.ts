import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NewDecision } from "../../db/repositories/decisions.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { verifyInvariants } from "../invariants/verify-invariants.ts";
import {
  commitSteps,
  environmentOf,
  promoteAndServe,
  rollBackTo,
  startServing,
  steer,
} from "../testing/motion-steps.ts";
import { CONTROLLER, createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";
import { abortRollout } from "./abort-rollout.ts";
import { advanceRolloutByHand, promoteRolloutNow } from "./advance-by-hand.ts";
import { applyDecision } from "./apply-decision.ts";
import { pauseRollout, resumeRollout } from "./pause-rollout.ts";

let test_: TestDatabase;
let world: MotionWorld;
let first: string;
let candidate: string;
let rollout: number;
beforeEach(async () => {
  test_ = await createTestDatabase();
  world = await createMotionWorld(test_);
  first = await startServing(world);
  await commitSteps(world, [100, 2_500, 10_000]);
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
const decide = (decision: Partial<NewDecision>) =>
  applyDecision(world.as(CONTROLLER), {
    ...{ projectId: world.project.id, number: rollout },
    decision: {
      ...{ action: "continue", mayAdvanceStep: true, reasonCodes: ["healthy"], inputs: { samples: 400 } },
      ...{ policyLabel: "steps@1", windowEndAt: world.clock.at, nextLookAt: null },
      ...decision,
    },
  });

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
    expect(await decide({})).toMatchObject({ act: "advance" });
    expect(await served()).toMatchObject({ candidate, shareBp: 2_500 });
    const [row] = await test_.db.decision.findMany();
    expect(row).toMatchObject({ action: "continue", inputs: { samples: 400, mayAdvanceStep: true } });
  });

  test("about a window counts once", async () => {
    await decide({});
    expect(await decide({})).toMatchObject({ act: "none" });
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
    expect(await decide({})).toMatchObject({ act: "none" });
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

  test("completes a bake when its time is over and its windows were judged", async () => {
    await steer(world, promoteRolloutNow, rollout);
    world.pass(47);
    expect(await decide({})).toMatchObject({ act: "none" });
    world.pass(1);
    expect(await decide({})).toMatchObject({ act: "complete" });
    expect(await environmentOf(world)).toMatchObject({ lastKnownGood: candidate, rollout: null });
  });
});
