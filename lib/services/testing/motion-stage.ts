import { seedAccount } from "../../db/testing/seed-project.ts";
import type { AccountPrincipal, Principal } from "../../domain/access/principal.ts";
import { createRelease } from "../releases/create-release.ts";
import { type Actor, type Person, STAGE_PROMPTS } from "./motion-commands.ts";
import { createLedger, type MotionLedger, noteMaker } from "./motion-ledger.ts";
import type { MotionWorld } from "./motion-world.ts";

/** Whose releases of these prompts are; all others are the world's author's. */
const COMPOSERS: Readonly<Record<string, Person>> = { "4": "ada", "5": "ben" };
const WRITERS: Readonly<Record<string, Person>> = { "6": "ada", "7": "ben" };

/** A world in which anybody may try anything at any time. `releases` are composed before: prompt to release id. */
export type MotionStage = {
  world: MotionWorld;
  actors: Record<Actor, Principal>;
  releases: ReadonlyMap<string, string>;
  ledger: MotionLedger;
};

/** setStage makes the two people, and one release of each prompt: theirs, each other's, and somebody else's. */
export async function setStage(world: MotionWorld): Promise<MotionStage> {
  const person = (name: string): Promise<AccountPrincipal> =>
    seedAccount(world.test.db, world.project, name, ["author", "reviewer", "operator", "admin"]);
  const actors = { ada: await person("ada"), ben: await person("ben"), key: world.seeded.key };
  for (const [version, writer] of Object.entries(WRITERS)) {
    world.repository.commit({
      files: { [`prompts/support/support@${version}.md`]: `Prompt ${version}: help {{user}}.\n` },
      author: { name: writer, email: actors[writer].email },
      message: `Write prompt ${version}`,
    });
  }
  await world.sync();
  const stage = { world, actors, releases: new Map<string, string>(), ledger: createLedger() };
  for (const prompt of STAGE_PROMPTS) stage.releases.set(prompt, await composeFor(stage, prompt));
  return stage;
}

async function composeFor({ world, actors, ledger }: MotionStage, version: string): Promise<string> {
  const composer = COMPOSERS[version];
  const body = { components: [{ kind: "prompt", name: "support", version }] };
  const ctx = world.as(composer === undefined ? "author" : actors[composer]);
  const { id } = await createRelease(ctx, { params: world.params, body });
  noteMaker(ledger, id, ...[composer ?? [], WRITERS[version] ?? []].flat());
  return id;
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
