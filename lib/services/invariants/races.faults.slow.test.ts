import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { AppError } from "../../domain/errors.ts";
import type { ReviewDecision } from "../../domain/promotions/review-rules.ts";
import { rounds } from "../../domain/testing/rounds.ts";
import { endCooldown } from "../environments/end-cooldown.ts";
import { rollBack } from "../environments/roll-back.ts";
import { reviewPromotion } from "../promotions/review-promotion.ts";
import { withdrawPromotion } from "../promotions/withdraw-promotion.ts";
import { liftQuarantine } from "../quarantine/lift-quarantine.ts";
import { restoreReconciliation } from "../reconciliations/restore-reconciliation.ts";
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

/** Of each of the four kinds: 500 races in all. */
const ROUNDS = rounds(5, 125);
const FEW = rounds(2, 100);
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

  test(`the merge itself and a rollback: nothing is served over what was taken back, ${FEW} times`, async () => {
    for (let round = 0; round < FEW; round += 1) {
      const release = await nextRelease();
      const number = await propose(world, release);
      await review(world, number);
      const back = await rollback();
      const settled = await Promise.allSettled([advance(world, number), back()]);
      expect(settled[1]?.status).toBe("fulfilled");
      toldOf(settled);
      const { served } = await environmentOf(world);
      expect([served?.control === release, served?.candidate]).toEqual([false, null]);
      await settleMerge(number);
      await sound();
    }
  });

  test(`the reconcile job and a rollback one release further: one reconciliation, and git follows, ${FEW} times`, async () => {
    for (let round = 0; round < FEW; round += 1) {
      await serveKnownGood();
      await (await rollback())();
      const { reconciliation } = await environmentOf(world);
      const further = await rollback();
      const settled = await Promise.allSettled([reconcileNow(world, reconciliation?.number ?? 0), further()]);
      expect(settled[1]?.status).toBe("fulfilled");
      toldOf(settled);
      await calmDown();
      await calmDown();
      const { served, desired, drift } = await environmentOf(world);
      expect([desired?.releaseId, drift]).toEqual([served?.control, false]);
    }
    await sound();
  });

  test(`a reviewer who ends the cooldown, or says known good, and a rollback: ${FEW} times each`, async () => {
    for (let round = 0; round < FEW; round += 1) {
      await serveKnownGood();
      await (await rollback())();
      const { served } = await environmentOf(world);
      const back = await rollback();
      const end = { reason: "The cause is known.", expectedVersion: served?.version ?? 0 };
      const settled = await Promise.allSettled([
        endCooldown(world.as("reviewer"), { params: world.environment, body: end }),
        callKnownGood(world, served?.control ?? ""),
        back(),
      ]);
      expect(settled[2]?.status).toBe("fulfilled");
      toldOf(settled);
      // Whatever came first: the rollback's own cooldown runs.
      const now = await environmentOf(world);
      expect(now.cooldownUntil).not.toBeNull();
      expect(now.lastKnownGood).not.toBe(served?.control);
      await calmDown();
    }
    await sound();
  });

  test(`an eval upload, a review of the same release and a rollback: all three get through, ${FEW} times`, async () => {
    for (let round = 0; round < FEW; round += 1) {
      const release = await nextRelease();
      const number = await propose(world, release);
      const settled = await Promise.allSettled([
        world.evaluate(release, { score: better() }),
        (await reviewer(number, "approve", "reviewer"))(),
        (await rollback())(),
      ]);
      expect([settled[0]?.status, settled[2]?.status]).toEqual(["fulfilled", "fulfilled"]);
      // What was reviewed is what the page showed, or the reviewer was told that it is not.
      toldOf(settled);
      await withdraw(number);
      await calmDown();
    }
    await sound();
  });

  test(`promote-now and break-glass: one wins and the other is told, ${ROUNDS} times`, async () => {
    await commitSteps(world, [2_500, 10_000]);
    for (let round = 0; round < ROUNDS; round += 1) {
      const rollout = await startCanary();
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

/** Each release has to be better than what is served, whichever test came before. */
let scores = 0;
function better(): number {
  scores += 1;
  return 0.9 + scores / 100_000;
}

/** A measured release that git does not name. */
async function nextRelease(): Promise<string> {
  const [four, five] = [await world.compose("4"), await world.compose("5")];
  const { desired } = await environmentOf(world);
  const release = desired?.releaseId === four ? five : four;
  await world.evaluate(release, { score: better() });
  return release;
}

/** Another release that everybody has and that a reviewer called known good. */
async function serveKnownGood(): Promise<void> {
  const release = await nextRelease();
  const number = await propose(world, release);
  await review(world, number);
  await advance(world, number);
  const { rolloutNumber } = await readPromotion(world, number);
  await roll(world, rolloutNumber ?? 0);
  const { rollout } = await environmentOf(world);
  if (rollout?.state === "stepping") await steer(world, promoteRolloutNow, rollout.number, "reviewer");
  world.pass(49);
  await callKnownGood(world, release);
}

/** The merge may have come before or after the rollback, on main or in the runtime: all is led to an end. */
async function settleMerge(number: number): Promise<void> {
  await calmDown();
  const { rollout } = await environmentOf(world);
  if (rollout !== null) await roll(world, rollout.number);
  const { state } = await readPromotion(world, number);
  if (state !== "merged" && state !== "superseded") await withdraw(number);
  await calmDown();
  const { reconciliation } = await environmentOf(world);
  if (reconciliation?.kind === "unreviewed_change") {
    await restoreReconciliation(world.as("operator"), {
      params: { ...world.params, number: reconciliation.number },
    });
    await calmDown();
  }
}

/** A canary at its first step, of one of two releases: what git names already cannot be proposed. */
async function startCanary(): Promise<number> {
  const release = await nextRelease();
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
