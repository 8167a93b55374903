import { afterAll, beforeAll, expect, test } from "vitest";
import { listServedEnvironments } from "../../db/queries/allocation-snapshot.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { routeSubject } from "../../domain/rollout/route-subject.ts";
import { commitSteps, promoteAndServe, startServing, steer } from "../testing/motion-steps.ts";
import { createMotionWorld, type MotionWorld } from "../testing/motion-world.ts";
import { advanceRolloutByHand } from "./advance-by-hand.ts";
import { pauseRollout, resumeRollout } from "./pause-rollout.ts";

const STEPS = [1_000, 2_500, 10_000];
const SUBJECTS = Array.from({ length: 1_000 }, (_, index) => `s${index}`);

let test_: TestDatabase;
let world: MotionWorld;
beforeAll(async () => {
  test_ = await createTestDatabase();
  world = await createMotionWorld(test_);
  await startServing(world);
});
afterAll(async () => {
  world.close();
  await test_.drop();
});

/** Who gets the candidate now, as data planes and gateways route. */
async function cohort(): Promise<string[]> {
  const environments = await listServedEnvironments(test_.db);
  const served = environments.find(({ environment }) => environment === world.environment.environment);
  return SUBJECTS.filter((subject) => served && routeSubject(served, subject)?.arm === "candidate");
}

test("pausing, going on and raising the share keep the cohort, with a salt and without; another salt has another", async () => {
  const cohorts: string[][] = [];
  for (const [index, salted] of [false, false, true, true].entries()) {
    await commitSteps(world, STEPS, { version: `${index + 1}`, salted, cooldownMinutes: 0 });
    const { rollout } = await promoteAndServe(world, `${index + 2}`, 0.6 + index / 10);
    const first = await cohort();
    await steer(world, pauseRollout, rollout);
    expect(await cohort()).toEqual(first);
    await steer(world, resumeRollout, rollout, "reviewer");
    expect(await cohort()).toEqual(first);
    await steer(world, advanceRolloutByHand, rollout);
    const raised = new Set(await cohort());
    expect(first.filter((subject) => !raised.has(subject))).toEqual([]);
    expect(raised.size).toBeGreaterThan(first.length);
    await steer(world, advanceRolloutByHand, rollout);
    expect(await cohort()).toEqual([]);
    cohorts.push(first);
  }
  const [plain, again, salted, other] = cohorts;
  expect(again).toEqual(plain);
  expect(new Set([plain, salted, other].map(String)).size).toBe(3);
}, 120_000);
