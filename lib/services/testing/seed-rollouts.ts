import { createId } from "../../db/create-id.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import type { MotionWorld } from "./motion-world.ts";

/** seedRollouts makes one rollout at its second step and one that is paused there, each in an environment of its own. */
export async function seedRollouts(
  world: MotionWorld,
  releases: { control: string; candidate: string },
): Promise<{ stepping: number; paused: number }> {
  return {
    stepping: await seedRollout(world, releases, "stepping"),
    paused: await seedRollout(world, releases, "paused"),
  };
}

async function seedRollout(
  { test, project, clock }: MotionWorld,
  { control, candidate }: { control: string; candidate: string },
  state: "stepping" | "paused",
): Promise<number> {
  const common = { projectId: project.id, createdAt: clock.at };
  const environment = { id: createId("env"), name: `canary-${state}` };
  return test.db.$transaction(async (tx) => {
    const number = await nextNumber(tx, "rollout", project.id);
    await tx.environment.create({ data: { ...common, ...environment, position: 9, allocationVersion: 1 } });
    const split = { controlReleaseId: control, candidateReleaseId: candidate, shareBp: 500 };
    await tx.allocation.create({
      data: {
        ...common,
        ...split,
        environmentId: environment.id,
        version: 1,
        cause: "rollout",
        rolloutNumber: number,
      },
    });
    await tx.rollout.create({
      data: {
        ...common,
        ...{ number, state, environmentId: environment.id, environment: environment.name },
        ...{ promotionNumber: 1, candidateReleaseId: candidate, controlReleaseId: control },
        ...{ stepsBp: [100, 500, 10_000], stepIndex: 1, startedAt: clock.at, stepStartedAt: clock.at },
        ...(state === "paused"
          ? { pausedAt: clock.at, pauseReason: "no data", pausedByName: "operator" }
          : {}),
      },
    });
    return number;
  });
}
