import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { hashPassword } from "../access/password.ts";
import { startServing } from "./motion-steps.ts";
import { createMotionWorld, type MotionWorld } from "./motion-world.ts";
import { PEOPLE_PASSWORD } from "./people-world.ts";

/** createLoneMotionWorld makes a world in a database of its own; whoever asks closes it and drops `world.test`. */
export async function createLoneMotionWorld(): Promise<MotionWorld> {
  return createMotionWorld(await createTestDatabase());
}

/** A database for worlds in which a release is served and everybody has PEOPLE_PASSWORD. */
export type MotionDatabase = {
  test: TestDatabase;
  /** One more project, in which a first release is known good. */
  begin: (slug: string) => Promise<MotionWorld>;
};

/** createMotionDatabase makes the database; whoever asks drops it, and closes each world. */
export async function createMotionDatabase(): Promise<MotionDatabase> {
  const test = await createTestDatabase();
  const passwordHash = await hashPassword(PEOPLE_PASSWORD);
  const begin = async (slug: string) => {
    const world = await createMotionWorld(test, slug);
    await test.db.account.updateMany({ data: { passwordHash } });
    await startServing(world);
    return world;
  };
  return { test, begin };
}
