import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { AppError } from "../../domain/errors.ts";
import type { ReviewDecision } from "../../domain/promotions/review-rules.ts";
import { rounds } from "../../domain/testing/rounds.ts";
import { rollBack } from "../environments/roll-back.ts";
import { reviewPromotion } from "../promotions/review-promotion.ts";
import { withdrawPromotion } from "../promotions/withdraw-promotion.ts";
import { liftQuarantine } from "../quarantine/lift-quarantine.ts";
import { promoteRolloutNow } from "../rollouts/advance-by-hand.ts";
import {
  advance,
  callKnownGood,
  commitSteps,
  environmentOf,
  promoteAndServe,
  propose,
  readPromotion,
  reconcileNow,
  review,
  roll,
  startServing,
  steer,
} from "../testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";
import { verifyInvariants } from "./verify-invariants.ts";

const ROUNDS = rounds(5, 500);
const TIMEOUT_MS = 3_600_000;

let test_: TestDatabase;
let world: MotionWorld;
let candidate: string;
beforeAll(async () => {
  test_ = await createTestDatabase();
  world = await createMotionWorld(test_);
  await startServing(world);
  const { releaseId } = await promoteAndServe(world, "2", 0.7);
  world.pass(49);
  await callKnownGood(world, releaseId);
  candidate = await world.compose("3");
  await world.evaluate(candidate, { score: 0.9 });
});
afterAll(async () => {
  world.close();
  await test_.drop();
});

type Settled = PromiseSettledResult<unknown>[];
const winners = (acts: Settled) => acts.filter(({ status }) => status === "fulfilled").length;
/** What the loser was told: always a refusal, never a fault. */
const toldOf = (acts: Settled) =>
  acts.flatMap((act) => {
    if (act.status === "fulfilled") return [];
    if (!(act.reason instanceof AppError)) throw act.reason;
    return [act.reason.code];
  });
const sound = async () => expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);

/** A review of what the page showed, promotion version included. */
async function reviewer(number: number, decision: ReviewDecision, who: "reviewer" | "second") {
  const { subject, version } = await readPromotion(world, number);
  const principal = who === "reviewer" ? world.seeded.principals.reviewer : world.others.reviewer;
  const body = { decision, comment: "We looked.", costReviewed: false, subject, expectedVersion: version };
  return () => reviewPromotion(world.as(principal), { params: { ...world.params, number }, body });
}

/** A rollback of what the page showed, to the newest other release. */
async function rollback() {
  const { served, rollbackChoices } = await environmentOf(world);
  const body = {
    reason: "latency breach",
    expectedVersion: served?.version ?? 0,
    ...(rollbackChoices[0] === undefined ? {} : { targetReleaseId: rollbackChoices[0] }),
  };
  return () => rollBack(world.as("operator"), { params: world.environment, body });
}

const withdraw = (number: number) =>
  withdrawPromotion(world.as("author"), {
    params: { ...world.params, number },
    body: { reason: "Next round." },
  });

/** Makes the world ready for another round: nothing quarantined, git and runtime agree, no cooldown. */
async function calmDown(): Promise<void> {
  const { quarantined, reconciliation } = await environmentOf(world);
  for (const releaseId of quarantined) {
    const params = { ...world.params, releaseId };
    await liftQuarantine(world.as("reviewer"), { params, body: { reason: "It was a race." } });
  }
  if (reconciliation !== null) await reconcileNow(world, reconciliation.number);
  await world.sync();
  world.pass(1);
}

describe("at the same moment", { timeout: TIMEOUT_MS }, () => {
  test(`two approvals: one wins and the other is told, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const number = await propose(world, candidate);
      const acts = [
        await reviewer(number, "approve", "reviewer"),
        await reviewer(number, "approve", "second"),
      ];
      const settled = await Promise.allSettled(acts.map((act) => act()));
      expect(winners(settled)).toBe(1);
      expect(toldOf(settled)).toEqual(["version-conflict"]);
      expect((await readPromotion(world, number)).state).toBe("approved");
      await withdraw(number);
    }
    await sound();
  });

  test(`an approval and a rejection: never both, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const number = await propose(world, candidate);
      const acts = [
        await reviewer(number, "approve", "reviewer"),
        await reviewer(number, "reject", "second"),
      ];
      const settled = await Promise.allSettled(acts.map((act) => act()));
      expect(winners(settled)).toBe(1);
      const { state } = await readPromotion(world, number);
      expect(state).toBe(settled[0]?.status === "fulfilled" ? "approved" : "rejected");
      if (state === "approved") await withdraw(number);
    }
    await sound();
  });

  test(`an approval and a rollback: what was approved is not merged over it, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const number = await propose(world, candidate);
      const acts = [await reviewer(number, "approve", "reviewer"), await rollback()];
      const settled = await Promise.allSettled(acts.map((act) => act()));
      expect(settled[1]?.status).toBe("fulfilled");
      toldOf(settled);
      await advance(world, number);
      expect((await readPromotion(world, number)).state).not.toBe("merged");
      await withdraw(number);
      await calmDown();
    }
    await sound();
  });

  test(`promote-now and break-glass: one wins and the other is told, ${ROUNDS} times`, async () => {
    await commitSteps(world, [2_500, 10_000]);
    for (let round = 0; round < ROUNDS; round += 1) {
      const rollout = await startCanary(round);
      const acts = [() => steer(world, promoteRolloutNow, rollout, "reviewer"), await rollback()];
      const settled = await Promise.allSettled(acts.map((act) => act()));
      expect(winners(settled)).toBe(1);
      const { state } = await test_.db.rollout.findFirstOrThrow({ where: { number: rollout } });
      expect(state).toBe(settled[0]?.status === "fulfilled" ? "baking" : "rolled_back");
      await calmDown();
    }
    await sound();
  });
});

/** A canary at its first step, of one of two releases: what git names already cannot be proposed. */
async function startCanary(round: number): Promise<number> {
  const [four, five] = [await world.compose("4"), await world.compose("5")];
  const { desired } = await environmentOf(world);
  const release = desired?.releaseId === four ? five : four;
  await world.evaluate(release, { score: 0.91 + round / 10_000 });
  const number = await propose(world, release);
  await review(world, number);
  await advance(world, number);
  const { rolloutNumber, blockers, lastError } = await readPromotion(world, number);
  expect({ rolloutNumber: rolloutNumber !== null, blockers, lastError }).toMatchObject({
    rolloutNumber: true,
  });
  await roll(world, rolloutNumber ?? 0);
  return rolloutNumber ?? 0;
}
