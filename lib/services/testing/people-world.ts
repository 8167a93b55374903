import { type SeededProject, seedAccount, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import type { Role } from "../../domain/access/roles.ts";
import { hashPassword } from "../access/password.ts";

export const PEOPLE_PASSWORD = "correct horse battery";

/** A database with the project `alpha` and one person for each role, all with the same password. */
export type PeopleWorld = {
  test: TestDatabase;
  seeded: SeededProject;
  passwordHash: string;
  /** One more person with these roles in `alpha`. */
  add: (...roles: Role[]) => Promise<AccountPrincipal>;
};

/** createPeopleWorld makes the database; whoever asks drops it. */
export async function createPeopleWorld(): Promise<PeopleWorld> {
  const test = await createTestDatabase();
  const seeded = await seedProject(test.db, { slug: "alpha" });
  const passwordHash = await hashPassword(PEOPLE_PASSWORD);
  await test.db.account.updateMany({ data: { passwordHash } });
  let serial = 0;
  const add = async (...roles: Role[]) => {
    serial += 1;
    const person = await seedAccount(test.db, seeded.project, `person${serial}`, roles);
    await test.db.account.update({ where: { id: person.id }, data: { passwordHash } });
    return person;
  };
  return { test, seeded, passwordHash, add };
}
