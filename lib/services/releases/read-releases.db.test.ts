import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releaseDetail, releaseEndpoints } from "../../contracts/releases.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { testContext } from "../testing/test-context.ts";
import { createRelease } from "./create-release.ts";
import { diffReleases } from "./diff-releases.ts";
import { getRelease } from "./get-release.ts";
import { listReleases } from "./list-releases.ts";

const OLD = "698df6d7ad";
const NEW = "f91be2a454";
const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;
let other: SeededProject;
let third: string;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  other = await seedProject(test.db, { slug: "elsewhere" });
  await seedVersions();
  await compose(0, "support@2.8", "4");
  await compose(1, "support@2.8", "5");
  third = await compose(2, "support@2.9", "5");
  await seedEnvironments();
});
afterAll(() => test.drop());

async function seedVersions() {
  const projectId = own.project.id;
  const text = (version: string) => ({ [`prompts/support/support@${version}.md`]: `Text ${version}\n` });
  await seedArtifactVersion(test.db, {
    projectId,
    kind: "prompt",
    name: "support",
    version: "2.8",
    files: text("2.8"),
  });
  await seedArtifactVersion(test.db, {
    projectId,
    kind: "prompt",
    name: "support",
    version: "2.9",
    files: text("2.9"),
  });
  await seedArtifactVersion(test.db, { projectId, kind: "model", name: "lora", version: "1.9" });
  for (const version of ["4", "5"]) {
    const files = {
      "features/releases/feature_view.py": `v${version}\n`,
      "features/releases/entity_keys.yaml": "id\n",
    };
    await seedArtifactVersion(test.db, { projectId, kind: "feature_view", name: "releases", version, files });
  }
}

async function compose(minute: number, prompt: string, featureView: string): Promise<string> {
  const now = () => new Date(SEEDED_AT.getTime() + minute * 60_000);
  const [name = "", version = ""] = prompt.split("@");
  const components = [
    { kind: "prompt", name, version },
    { kind: "model", name: "lora", version: "1.9" },
    { kind: "feature_view", name: "releases", version: featureView },
  ];
  return (
    await createRelease(testContext(test.db, own.principals.author, { now }), {
      params,
      body: { components },
    })
  ).id;
}

async function seedEnvironments() {
  const projectId = own.project.id;
  const environmentId = own.environments.production;
  const allocation = { environmentId, projectId, cause: "rollout", createdAt: SEEDED_AT };
  await test.db.allocation.createMany({
    data: [
      { ...allocation, version: 1, controlReleaseId: third, shareBp: 0 },
      { ...allocation, version: 2, controlReleaseId: OLD, candidateReleaseId: NEW, shareBp: 500 },
    ],
  });
  await test.db.environment.update({
    where: { id: environmentId },
    data: { desiredReleaseId: NEW, allocationVersion: 2 },
  });
  const quarantine = {
    id: "qua_1",
    projectId,
    reason: "latency",
    environment: "production",
    since: SEEDED_AT,
  };
  await test.db.quarantine.create({ data: { ...quarantine, releaseId: third } });
}

const asViewer = () => testContext(test.db, own.principals.viewer);
const list = (query: { search?: string; cursor?: string; limit?: number } = {}) =>
  listReleases(asViewer(), { params, query: { limit: 50, ...query } });

describe("listReleases", () => {
  it("shows releases newest first, each with what it changed and where it is", async () => {
    const { items } = await list();
    expect(items.map(({ id, changes }) => [id, changes])).toEqual([
      [third, ["prompt support@2.8 → support@2.9"]],
      [NEW, ["feature_view releases@4 → releases@5"]],
      [OLD, []],
    ]);
    expect(items.map((item) => item.environments)).toEqual([
      [],
      [
        { environment: "production", role: "candidate" },
        { environment: "production", role: "desired" },
      ],
      [{ environment: "production", role: "served" }],
    ]);
    expect(items.map((item) => item.isQuarantined)).toEqual([true, false, false]);
  });

  it("keeps its promise", async () => {
    const answer = await list();
    expect(releaseEndpoints.listReleases.response.parse(answer)).toEqual(answer);
  });

  it.each([
    [OLD, [OLD]],
    ["RELEASES@5", 2],
    ["support@2.9", 1],
    ["feature_view releases@4", [OLD]],
    ["author", 3],
    ["%", 0],
    ["feature_view", 3],
    ["featureXview", 0],
    ["\\", 0],
    ["' OR 1=1--", 0],
    ['"; DROP TABLE release', 0],
  ])("takes the search %s literally", async (search, expected) => {
    const ids = (await list({ search })).items.map((item) => item.id);
    if (typeof expected === "number") expect(ids).toHaveLength(expected);
    else expect(ids).toEqual(expected);
  });

  it("pages by cursors that belong to the project", async () => {
    const first = await list({ limit: 2 });
    expect(first.items.map((item) => item.id)).toEqual([third, NEW]);
    const second = await list({ limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ id }) => id)).toEqual([OLD]);
    expect(second.nextCursor).toBeNull();
    const asOther = testContext(test.db, other.principals.viewer);
    const foreign = { params: { project: "elsewhere" }, query: { limit: 2, cursor: first.nextCursor ?? "" } };
    await expect(listReleases(asOther, foreign)).rejects.toMatchObject({ code: "bad-cursor" });
  });
});

describe("getRelease", () => {
  it("shows a release with its parts and where they come from", async () => {
    const release = await getRelease(asViewer(), { params: { ...params, releaseId: NEW } });
    expect(releaseDetail.parse(release)).toEqual(release);
    expect(release.fingerprint).toBe("f91be2a4544779aa8e051bea9f6f6ee1b47520d3307052991c7905ed290ce318");
    expect(release.parts.map((part) => [part.key, part.version, part.sighting?.authorName])).toEqual([
      ["feature_view", "5", "Ada"],
      ["model", "1.9", "Ada"],
      ["prompt", "2.8", "Ada"],
    ]);
  });

  it("knows no release of another project", async () => {
    const asOther = testContext(test.db, other.principals.viewer);
    const foreign = getRelease(asOther, { params: { project: "elsewhere", releaseId: NEW } });
    await expect(foreign).rejects.toMatchObject({ code: "not-found" });
    const unknown = getRelease(asViewer(), { params: { ...params, releaseId: "0000000000" } });
    await expect(unknown).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("diffReleases", () => {
  it("lists the one part that differs, with the text of the file that differs, and why it matters", async () => {
    const diff = await diffReleases(asViewer(), { params: { ...params, releaseId: NEW, otherId: OLD } });
    expect(releaseEndpoints.diffReleases.response.parse(diff)).toEqual(diff);
    expect(diff).toMatchObject({ base: OLD, candidate: NEW });
    expect(diff.parts.filter((part) => part.change !== "same")).toEqual([
      expect.objectContaining({
        key: "feature_view",
        change: "changed",
        files: [{ path: "features/releases/feature_view.py", base: "v4\n", candidate: "v5\n" }],
        why: expect.stringMatching(/\.$/),
      }),
    ]);
  });

  it("compares files whose path names the version", async () => {
    const diff = await diffReleases(asViewer(), { params: { ...params, releaseId: third, otherId: NEW } });
    expect(diff.parts[0]?.files).toEqual([
      { path: "prompts/support/support@2.9.md", base: "Text 2.8\n", candidate: "Text 2.9\n" },
    ]);
  });

  it("finds nothing between a release and itself", async () => {
    const diff = await diffReleases(asViewer(), { params: { ...params, releaseId: NEW, otherId: NEW } });
    expect(diff.parts.every((part) => part.change === "same" && part.files.length === 0)).toBe(true);
  });

  it("knows nothing of a release that is not there", async () => {
    const diff = diffReleases(asViewer(), { params: { ...params, releaseId: NEW, otherId: "0000000000" } });
    await expect(diff).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("who may read releases", () => {
  type Context = ReturnType<typeof testContext>;
  const reads = [
    ["listReleases", (ctx: Context) => listReleases(ctx, { params, query: { limit: 1 } })],
    ["getRelease", (ctx: Context) => getRelease(ctx, { params: { ...params, releaseId: NEW } })],
    [
      "diffReleases",
      (ctx: Context) => diffReleases(ctx, { params: { ...params, releaseId: NEW, otherId: OLD } }),
    ],
  ] as const;

  it.each(reads)("%s: every member and a key that reads; nobody else", async (_name, read) => {
    for (const principal of Object.values(own.principals)) {
      await expect(read(testContext(test.db, principal))).resolves.toBeDefined();
    }
    await expect(read(testContext(test.db, own.keyWith("read")))).resolves.toBeDefined();
    const writer = read(testContext(test.db, own.keyWith("releases:write")));
    await expect(writer).rejects.toMatchObject({ code: "insufficient-scope" });
    await expect(read(testContext(test.db, other.principals.admin))).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(read(testContext(test.db, other.key))).rejects.toMatchObject({ code: "not-found" });
  });
});
