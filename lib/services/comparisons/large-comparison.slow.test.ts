import { afterAll, beforeAll, expect, it } from "vitest";
import { compareRuns } from "../../db/queries/compare-runs.ts";
import { listComparedCases } from "../../db/queries/list-compared-cases.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { uploadEvalRun } from "../evals/upload-eval-run.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";

const CASES = 10_000;
const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  for (const version of ["1", "2"]) {
    await seedArtifactVersion(test.db, {
      projectId: own.project.id,
      kind: "prompt",
      name: "support",
      version,
    });
    const components = [{ kind: "prompt", name: "support", version }];
    const author = testContext(test.db, own.principals.author);
    const { id } = await createRelease(author, { params, body: { components } });
    const cases = Array.from({ length: CASES }, (_, index) => ({
      ...{ caseId: `case ${index}`, score: ((index * 7 + Number(version)) % 100) / 100 },
      ...{ passed: index % 3 > 0, output: `answer ${index} of ${version}`, totalTokens: 100 + index },
    }));
    const body = Buffer.from(JSON.stringify({ format: "tupelo", version: 1, cases }));
    const reviewer = testContext(test.db, own.principals.reviewer);
    await uploadEvalRun(reviewer, { params, query: { release: id }, body });
  }
}, 120_000);
afterAll(() => test.drop());

it("compares 10,000 cases and pages through them", async () => {
  const answer = await compareRuns(test.db, own.project, { control: 1, candidate: 2 }, SEEDED_AT);
  expect(answer).toMatchObject({ comparable: true, numbers: { pairCount: CASES } });
  const query = { control: 1, candidate: 2, show: "all", offset: 9_800, limit: 200 } as const;
  const page = await listComparedCases(test.db, own.project, query);
  expect(page).toMatchObject({ total: CASES });
  expect(page.items).toHaveLength(200);
});
