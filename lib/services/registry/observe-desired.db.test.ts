import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { getEnvironment } from "../environments/read-environments.ts";
import { environmentOf } from "../testing/motion-steps.ts";
import {
  ALIASES,
  adoptFirst,
  createMotionWorld,
  type MotionWorld,
  manifestText,
} from "../testing/motion-world.ts";

let test: TestDatabase;
let world: MotionWorld;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `desired-${serial}`);
});
afterEach(() => world.close());

describe("what git names for an environment", () => {
  it("first is adopted: served at once, not known good, with one event that says so", async () => {
    expect((await environmentOf(world)).served).toBeNull();
    const releaseId = await adoptFirst(world);
    const now = await environmentOf(world);
    expect(now.served).toMatchObject({ control: releaseId, candidate: null, cause: "adopted", version: 1 });
    expect([now.desired?.releaseId, now.lastKnownGood, now.drift]).toEqual([releaseId, null, false]);
    const events = await test.db.auditEvent.findMany({
      where: { chain: world.project.id, action: "environment.adopted", environment: "production" },
    });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ actorId: "git-sync", releaseId });
    await world.sync();
    expect((await environmentOf(world)).served?.version).toBe(1);
  });

  it("first without a manifest that can be confirmed is not served", async () => {
    const releaseId = await world.compose("1");
    world.repository.commit({ files: { [ALIASES]: `production: ${releaseId}\n` } });
    await world.sync();
    const now = await environmentOf(world);
    expect([now.served, now.desired?.releaseId]).toEqual([null, releaseId]);
  });

  it("first is adopted as soon as its manifest follows, also in a later commit", async () => {
    const releaseId = await world.compose("1");
    world.repository.commit({ files: { [ALIASES]: `production: ${releaseId}\n` } });
    await world.sync();
    world.repository.commit({ files: { [manifestPath(releaseId)]: await manifestText(world, releaseId) } });
    await world.sync();
    expect((await environmentOf(world)).served).toMatchObject({ control: releaseId, cause: "adopted" });
  });

  it("first with a manifest of other contents is not served, and the other environment is adopted all the same", async () => {
    const wrong = await world.compose("2");
    const text = (await manifestText(world, wrong)).replaceAll(/sha256:[0-9a-f]/g, "sha256:0");
    world.repository.commit({ files: { [ALIASES]: `production: ${wrong}\n`, [manifestPath(wrong)]: text } });
    const right = await world.compose("1");
    world.repository.commit({
      files: {
        "deployments/staging/aliases.yaml": `staging: ${right}\n`,
        [manifestPath(right)]: await manifestText(world, right),
      },
    });
    await world.sync();
    expect((await environmentOf(world)).served).toBeNull();
    const staging = { params: { ...world.params, environment: "staging" } };
    expect((await getEnvironment(world.as("viewer"), staging)).served?.control).toBe(right);
  });

  it.each([
    ["an unknown release", async () => "0123456789"],
    ["a release that nobody reviewed", () => world.compose("4")],
  ])("by hand is not served when it is %s, and shows as drift", async (_name, named) => {
    const first = await adoptFirst(world);
    const releaseId = await named();
    world.repository.commit({ files: { [ALIASES]: `production: "${releaseId}"\n` } });
    await world.sync();
    const now = await environmentOf(world);
    expect([now.served?.control, now.desired?.releaseId, now.drift]).toEqual([first, releaseId, true]);
    expect(now.rollout).toBeNull();
  });

  it("cannot be read: what is served stays, and the registry says what is wrong", async () => {
    const first = await adoptFirst(world);
    world.repository.commit({ files: { [ALIASES]: "production: [not, one]\n" } });
    await world.sync();
    expect((await environmentOf(world)).served?.control).toBe(first);
    const sync = await test.db.repositorySync.findUniqueOrThrow({ where: { projectId: world.project.id } });
    expect(JSON.stringify(sync.findings)).toContain("bad_alias");
  });
});
