import { createId } from "../../db/create-id.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { transact } from "../../db/transact.ts";
import type { MotionWorld } from "./motion-world.ts";

type SeededRelease = { control: string; candidate: string; promotionNumber: number };

/** seedRollouts makes one rollout at its second step and one that is paused there, each in an environment of its own. */
export async function seedRollouts(
  world: MotionWorld,
  releases: SeededRelease,
): Promise<{ stepping: number; paused: number }> {
  return {
    stepping: await seedRollout(world, releases, "stepping"),
    paused: await seedRollout(world, releases, "paused"),
  };
}

async function seedRollout(
  world: MotionWorld,
  { control, candidate, promotionNumber }: SeededRelease,
  state: "stepping" | "paused",
): Promise<number> {
  const { project, clock } = world;
  const common = { projectId: project.id, createdAt: clock.at };
  const environment = { id: createId("env"), name: `canary-${state}` };
  return transact(world.as("operator"), async (tx, audit) => {
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
        ...{ promotionNumber, candidateReleaseId: candidate, controlReleaseId: control },
        ...{ stepsBp: [100, 500, 10_000], stepIndex: 1, startedAt: clock.at, stepStartedAt: clock.at },
        ...(state === "paused"
          ? { pausedAt: clock.at, pauseReason: "no data", pausedByName: "operator" }
          : {}),
      },
    });
    audit({
      ...{ chain: project.id, action: "rollout.step_advanced", resourceKind: "rollout" },
      ...{ resourceId: `${number}`, environment: environment.name },
      after: { state, stepIndex: 1, shareBp: 500, allocationVersion: 1 },
    });
    return number;
  });
}
