import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { DecisionAction } from "../../domain/rollout/act-on-decision.ts";
import { applyDecision } from "../rollouts/apply-decision.ts";
import {
  advance,
  callKnownGood,
  commitSteps,
  environmentOf,
  judgeHours,
  promoteAndServe,
  propose,
  readPromotion,
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
  PROMPTS,
} from "../testing/motion-world.ts";
import { verifyInvariants } from "./verify-invariants.ts";

const [, , , , SPARE = "5"] = PROMPTS;
const WINDOW_MS = 60_000;

let test_: TestDatabase;
let world: MotionWorld;
let first: string;
beforeEach(async () => {
  test_ = await createTestDatabase();
  world = await createMotionWorld(test_);
  first = await startServing(world);
});
afterEach(async () => {
  world.bringRepositoryBack();
  world.close();
  await test_.drop();
});

const served = async () => (await environmentOf(world)).served;
const invariants = () => verifyInvariants(world.as(GIT_SYNC), world.project);

/** What the controller decides at the end of the next window. */
async function window(number: number, action: DecisionAction, reasonCodes: string[], mayAdvanceStep = true) {
  world.clock.at = new Date(world.clock.at.getTime() + WINDOW_MS);
  const decision = {
    ...{ action, mayAdvanceStep, reasonCodes, inputs: { samples: 400 }, policyLabel: "steps@1" },
    ...{ windowEndAt: world.clock.at, nextLookAt: null },
  };
  return applyDecision(world.as(CONTROLLER), { projectId: world.project.id, number, decision });
}

/** A release that is fully served and known good, without waiting for its steps. */
async function serveKnownGood(prompt: string, score: number): Promise<string> {
  const { releaseId } = await promoteAndServe(world, prompt, score);
  world.pass(49);
  await callKnownGood(world, releaseId);
  return releaseId;
}

/** Somebody edits the alias line by hand and pushes it to main. */
function nameByHand(releaseId: string, message: string): void {
  world.repository.commit({
    files: { [ALIASES]: `# who is served\nproduction: ${releaseId}   # release\n` },
    author: { name: "hand", email: "hand@somewhere.example" },
    message,
  });
}

describe("the good timeline", () => {
  test("goes from the push through review, 1, 5, 25, 50 and 100 % and the bake to known good", {
    timeout: 120_000,
  }, async () => {
    await commitSteps(world, [100, 500, 2_500, 5_000, 10_000]);
    const candidate = await world.compose("2");
    const number = await propose(world, candidate);
    expect((await readPromotion(world, number)).state).toBe("gates");
    await world.evaluate(candidate, { score: 0.9 });
    expect((await readPromotion(world, number)).state).toBe("in_review");
    await review(world, number);
    await advance(world, number);
    expect((await readPromotion(world, number)).state).toBe("merged");

    const rollout = (await readPromotion(world, number)).rolloutNumber ?? 0;
    await roll(world, rollout);
    for (const shareBp of [100, 500, 2_500, 5_000]) {
      expect(await served()).toMatchObject({ control: first, candidate, shareBp });
      await window(rollout, "hold", ["too young"]);
      expect(await served()).toMatchObject({ shareBp });
      await window(rollout, "continue", ["healthy"]);
    }
    expect(await served()).toMatchObject({ control: candidate, candidate: null });

    await judgeHours(world, rollout, 47);
    expect((await environmentOf(world)).lastKnownGood).toBe(first);
    await judgeHours(world, rollout, 1);
    expect(await environmentOf(world)).toMatchObject({
      lastKnownGood: candidate,
      rollout: null,
      drift: false,
    });
    expect(await invariants()).toEqual([]);
  });
});

describe("the bad timeline, with git away", () => {
  test("goes back twice before git hears of it, and one pull request ends it", async () => {
    const good = await serveKnownGood("2", 0.8);
    await commitSteps(world, [1_000, 10_000]);
    const bad = await promoteAndServe(world, "3", 0.9);
    expect(await served()).toMatchObject({ control: good, candidate: bad.releaseId, shareBp: 1_000 });

    world.moveRepositoryAway();
    await window(bad.rollout, "hold", ["latency, 1 of 3"], false);
    await window(bad.rollout, "hold", ["latency, 2 of 3"], false);
    await window(bad.rollout, "rollback", ["latency, 3 of 3"], false);
    expect(await served()).toMatchObject({ control: good, candidate: null });
    const { reconciliation } = await environmentOf(world);
    await reconcileNow(world, reconciliation?.number ?? 0);
    expect((await environmentOf(world)).reconciliation).toMatchObject({ state: "open", attempts: 1 });

    await rollBackTo(world, first);
    expect(await served()).toMatchObject({ control: first });
    expect((await environmentOf(world)).reconciliation?.number).toBe(reconciliation?.number);

    const fix = await world.compose(SPARE);
    await world.evaluate(fix, { score: 0.95 });
    const promotion = await propose(world, fix);
    const blockers = (await readPromotion(world, promotion)).blockers.map(({ code }) => code);
    expect(blockers).toContain("reconciliation_open");

    world.bringRepositoryBack();
    await reconcileNow(world, reconciliation?.number ?? 0);
    await world.sync();
    const after = await environmentOf(world);
    expect(after).toMatchObject({ drift: false, desired: { releaseId: first }, served: { control: first } });
    expect([...after.quarantined].sort()).toEqual([bad.releaseId, good].sort());
    const pulls = world.repository.git("ls-remote", "origin", "refs/heads/tupelo/reconcile/*");
    expect(pulls.split("\n").filter((line) => line !== "")).toHaveLength(1);
    expect(await invariants()).toEqual([]);
  });
});

describe("the timeline of a hand in git", () => {
  test("follows the revert, and serves nothing that nobody reviewed", async () => {
    const good = await serveKnownGood("2", 0.8);
    await commitSteps(world, [2_500, 10_000]);
    const canary = await promoteAndServe(world, "3", 0.9);
    const other = await world.compose("4");
    await world.evaluate(other, { score: 0.95 });
    const promotion = await propose(world, other);
    await review(world, promotion);

    nameByHand(good, "Revert the canary");
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({
      ...{ rollout: null, reconciliation: null, drift: false, quarantined: [] },
      served: { control: good, candidate: null },
    });
    expect((await readPromotion(world, promotion)).blockers.map(({ code }) => code)).toContain("base_moved");
    await advance(world, promotion);
    expect((await readPromotion(world, promotion)).state).not.toBe("merged");

    nameByHand(other, "Merge the other one all the same");
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({
      served: { control: good },
      reconciliation: { state: "open", kind: "unreviewed_change" },
    });

    nameByHand(canary.releaseId, "Revert the revert");
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({
      served: { control: good },
      reconciliation: { state: "open", kind: "unreviewed_change" },
    });
    expect(await invariants()).toEqual([]);
  });

  test("and a controller that advances in the same second: one wins, and the outcome is sound", async () => {
    const good = await serveKnownGood("2", 0.8);
    await commitSteps(world, [2_500, 5_000, 10_000]);
    const canary = await promoteAndServe(world, "3", 0.9);
    nameByHand(good, "Revert the canary");
    await Promise.allSettled([world.sync(), window(canary.rollout, "continue", ["healthy"])]);
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({
      rollout: null,
      served: { control: good, candidate: null },
    });
    expect(await invariants()).toEqual([]);
  });
});
