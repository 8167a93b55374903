import { seedAccount } from "../../db/testing/seed-project.ts";
import type { AccountPrincipal, Principal } from "../../domain/access/principal.ts";
import type { Actor } from "./motion-commands.ts";
import type { MotionWorld } from "./motion-world.ts";

/** A world in which anybody may try anything at any time. `releases` are composed before: prompt to release id. */
export type MotionStage = {
  world: MotionWorld;
  actors: Record<Actor, Principal>;
  releases: ReadonlyMap<string, string>;
};

/** setStage makes the two people and one release of each prompt, which neither of them wrote. */
export async function setStage(world: MotionWorld, prompts: readonly string[]): Promise<MotionStage> {
  const person = (name: string): Promise<AccountPrincipal> =>
    seedAccount(world.test.db, world.project, name, ["author", "reviewer", "operator", "admin"]);
  const actors = { ada: await person("ada"), ben: await person("ben"), key: world.seeded.key };
  const releases = new Map<string, string>();
  for (const prompt of prompts) releases.set(prompt, await world.compose(prompt));
  return { world, actors, releases };
}

/** newestNumber is the number of the newest row, or of one that is `back` before it; there may be none of that number. */
export async function newestNumber(
  { world }: MotionStage,
  table: "promotion" | "rollout" | "reconciliation",
  back: number,
): Promise<number> {
  const where = { where: { projectId: world.project.id } };
  const { db } = world.test;
  const counts = {
    promotion: () => db.promotion.count(where),
    rollout: () => db.rollout.count(where),
    reconciliation: () => db.reconciliation.count(where),
  };
  return (await counts[table]()) - back;
}
