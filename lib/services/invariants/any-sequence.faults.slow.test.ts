import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { rounds } from "../../domain/testing/rounds.ts";
import { anyCommand, type MotionCommand } from "../testing/motion-commands.ts";
import { findForbidden } from "../testing/motion-ledger.ts";
import { type MotionStage, setStage } from "../testing/motion-stage.ts";
import { commitSteps, startServing } from "../testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";
import { runMotionCommand } from "../testing/run-motion-command.ts";
import { verifyInvariants } from "./verify-invariants.ts";

/** 500 sequences in all; each batch has a database of its own, so that the last one is as quick as the first. */
const BATCHES = rounds(1, 5);
const SEQUENCES = rounds(12, 100);
const LENGTH = 30;
const SETTLE_ROUNDS = 3;

let test_: TestDatabase;
beforeEach(async () => {
  test_ = await createTestDatabase();
});
afterEach(() => test_.drop());

let worlds = 0;

test.for(Array.from({ length: BATCHES }, (_, batch) => batch + 1))(
  "no sequence of commands breaks an invariant, in any order and by anybody: batch %i",
  {
    timeout: 3_600_000,
  },
  async () => {
    const commands = fc.array(anyCommand, { minLength: LENGTH / 2, maxLength: LENGTH, size: "max" });
    // Two of three worlds roll out in steps, so that there is something to steer.
    const hasSteps = fc.constantFrom(true, true, false);
    await fc.assert(fc.asyncProperty(commands, hasSteps, playSequence), {
      numRuns: SEQUENCES,
      // Shrinking plays a whole world each time; the seed in the report is enough to play it again.
      endOnFailure: true,
    });
  },
);

async function playSequence(commands: MotionCommand[], hasSteps: boolean): Promise<void> {
  worlds += 1;
  const world = await createMotionWorld(test_, `world-${worlds}`);
  try {
    await startServing(world);
    if (hasSteps) await commitSteps(world, [100, 2_500, 10_000]);
    const stage = await setStage(world);
    for (const command of commands) {
      await runMotionCommand(stage, command);
      // Git and runtime may differ until somebody has looked; all else holds at every moment.
      const violations = (await verify(world)).filter(({ invariant }) => invariant !== "I6");
      const forbidden = await findForbidden(world, stage.ledger);
      expect({ command, violations, forbidden }).toEqual({ command, violations: [], forbidden: [] });
    }
    await settle(stage);
    expect(await verify(world)).toEqual([]);
  } finally {
    world.close();
  }
}

const verify = (world: MotionWorld) => verifyInvariants(world.as(GIT_SYNC), world.project);

/** What the worker does by itself once nobody acts any more. */
async function settle(stage: MotionStage): Promise<void> {
  stage.world.bringRepositoryBack();
  for (let round = 0; round < SETTLE_ROUNDS; round += 1) {
    await runMotionCommand(stage, { do: "sync" });
    for (const back of [3, 2, 1, 0]) {
      await runMotionCommand(stage, { do: "merge", back });
      await runMotionCommand(stage, { do: "roll", back });
      await runMotionCommand(stage, { do: "reconcile", back });
    }
  }
}
