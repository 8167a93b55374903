import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { getArtifactVersion } from "./get-artifact-version.ts";

const SKETCH = readFileSync(
  join(import.meta.dirname, "../../domain/features/feast/fixtures/article-sketch.py"),
  "utf8",
);
const KIND = { kind: "feature_view", name: "history", version: "1" };

let test: TestDatabase;
let own: SeededProject;
beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  const files = { "features/history/feature_view.py": SKETCH };
  await seedArtifactVersion(test.db, { projectId: own.project.id, ...KIND, files });
});
afterAll(() => test.drop());

it("a version of a feature view says what it declares, and warns with the line of what could not be read", async () => {
  const params = { project: "deploybuddy", ...KIND };
  const { facts, problems } = await getArtifactVersion(testContext(test.db, own.principals.viewer), {
    params,
  });
  expect(facts.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    "Features: recent_failure_count Int64, avg_queue_minutes_30d Float32, release_pattern_embedding Array(Float32)",
    "Entities: user_id (user_id)",
    "Time to live: 90 days",
    "Source: could not be read whole",
    expect.stringMatching(/^Fingerprint: fv1:[0-9a-f]{64}; of what could be read$/),
  ]);
  expect(problems).toEqual([
    expect.objectContaining({ severity: "warning", code: "unread_definition", line: 16 }),
  ]);
});

it("a warning keeps it out of no release", async () => {
  const body = { components: [KIND] };
  const created = createRelease(testContext(test.db, own.principals.author), {
    params: { project: "deploybuddy" },
    body,
  });
  await expect(created).resolves.toMatchObject({ created: true });
});
