import { afterAll, beforeAll, expect, it } from "vitest";
import { seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createTempRepository } from "../../git/testing/temp-repository.ts";
import { getEnvironment } from "../environments/read-environments.ts";
import { adoptFirst, createMotionWorld, GIT_SYNC, manifestText } from "../testing/motion-world.ts";
import { testContext } from "../testing/test-context.ts";
import { syncProject } from "./sync-project.ts";

const EU_ALIASES = "deployments/production-eu/aliases.yaml";
let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it("environments of the first layout appear with the first sync, once", async () => {
  const repository = createTempRepository();
  const { project } = await seedProject(test.db, { slug: "first-layout" });
  const host = createLocalHost({ directory: repository.directory });
  const ctx = testContext(test.db, GIT_SYNC, { gitHostFor: () => host, now: () => new Date() });
  const environments = `environments:
  production: { aliases: deployments/production/aliases.yaml }
  production-eu: { aliases: ${EU_ALIASES} }
  production-us: { aliases: deployments/production-us/aliases.yaml }
`;
  const layout = `project: first-layout\nlayout:\n  prompt: prompts/{name}@{version}.md\n${environments}`;
  repository.commit({ files: { "tupelo.yaml": layout } });
  await syncProject(ctx, project);
  repository.commit({ files: { "README.md": "more\n" } });
  await syncProject(ctx, project);
  const rows = await test.db.environment.findMany({
    where: { projectId: project.id },
    orderBy: { position: "asc" },
  });
  expect(rows.map(({ name }) => name)).toEqual(["staging", "production", "production-eu", "production-us"]);
  const events = await test.db.auditEvent.findMany({
    where: { chain: project.id, action: "environment.created" },
  });
  expect(events.map(({ environment }) => environment).sort()).toEqual(["production-eu", "production-us"]);
  repository.remove();
});

it("an environment that is added later serves nothing that nobody reviewed for it", async () => {
  const world = await createMotionWorld(test, "later-environment");
  await adoptFirst(world);
  const releaseId = await world.compose("3");
  const layout = world.repository.git("show", "main:tupelo.yaml");
  world.repository.commit({
    files: {
      "tupelo.yaml": `${layout}\n  production-eu: { aliases: ${EU_ALIASES} }\n`,
      [EU_ALIASES]: `production-eu: ${releaseId}\n`,
      [manifestPath(releaseId)]: await manifestText(world, releaseId),
    },
  });
  await world.sync();
  const params = { ...world.params, environment: "production-eu" };
  expect(await getEnvironment(world.as("viewer"), { params })).toMatchObject({
    desired: { releaseId },
    served: null,
    reconciliation: { kind: "unreviewed_change", state: "open" },
  });
  world.close();
});
