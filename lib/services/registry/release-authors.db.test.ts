import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releaseAuthorIds } from "../../db/queries/release-authors.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedAccount, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";

let test: TestDatabase;
let own: SeededProject;
let releaseId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  const part = { kind: "prompt", name: "support", version: "3" };
  const coAuthorEmails = [" Writer@deploybuddy.example", "nobody@elsewhere.example"];
  await seedArtifactVersion(test.db, { ...part, projectId: own.project.id, coAuthorEmails });
  const params = { project: own.project.slug };
  const composed = { params, body: { components: [part] } };
  releaseId = (await createRelease(testContext(test.db, own.principals.author), composed)).id;
});
afterAll(() => test.drop());

const authors = () => releaseAuthorIds(test.db, own.project.id, releaseId);

describe("the authors of a release", () => {
  it("are who composed it and everybody who wrote what its commits brought", async () => {
    const writer = await seedAccount(test.db, own.project, "writer", ["reviewer"]);
    expect([...(await authors())].sort()).toEqual([own.principals.author.id, writer.id].sort());
  });

  it("are also who proposed it, in any environment", async () => {
    const { id: authorId, name: authorName } = own.principals.reviewer;
    expect((await authors()).has(authorId)).toBe(false);
    const of = { projectId: own.project.id, releaseId, number: 1, environment: "staging" };
    const said = { title: "Serve it", state: "gates", policyLabel: "default", createdAt: SEEDED_AT };
    await test.db.promotion.create({ data: { ...of, ...said, authorId, authorName } });
    expect((await authors()).has(authorId)).toBe(true);
  });
});
