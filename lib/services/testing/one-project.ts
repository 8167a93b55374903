import { insertSession } from "../../db/repositories/sessions.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { Role } from "../../domain/access/roles.ts";
import { createSecret, hashSecret } from "../access/secrets.ts";

/** One project with its people and nothing in it, for tests of the API that need no more. */
export type OneProject = {
  test: TestDatabase;
  seeded: SeededProject;
  /** The clock's time at which sessions begin. */
  now: Date;
  /** Signs somebody in; the secret is what the session cookie carries. */
  signIn: (who: Role) => Promise<string>;
};

/** createOneProject makes it in a database of its own. */
export async function createOneProject(): Promise<OneProject> {
  const test = await createTestDatabase();
  const seeded = await seedProject(test.db);
  const signIn: OneProject["signIn"] = async (who) => {
    const secret = createSecret();
    const accountId = seeded.principals[who].id;
    await test.db.$transaction((tx) =>
      insertSession(tx, { id: hashSecret(secret), accountId, now: SEEDED_AT }),
    );
    return secret;
  };
  return { test, seeded, now: SEEDED_AT, signIn };
}
