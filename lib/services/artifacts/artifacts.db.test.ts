import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { getArtifact } from "./get-artifact.ts";
import { getArtifactVersion } from "./get-artifact-version.ts";
import { listArtifactVersions } from "./list-artifact-versions.ts";
import { listArtifacts } from "./list-artifacts.ts";

let test: TestDatabase;
let own: SeededProject;
let other: SeededProject;

const INDEX =
  "corpus: { snapshot: 2026-03-28 }\nembedder: embed@2\nchunker: sentence@3\nnormalisation: l2\nfilters: []\nbuildJob: faq-1\n";
const NAMES = ["support", "100%", "a_b", "a\\b", "aXb"];

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  other = await seedProject(test.db, { slug: "elsewhere" });
  const projectId = own.project.id;
  for (const name of NAMES)
    await seedArtifactVersion(test.db, { projectId, kind: "prompt", name, version: "2.8" });
  await seedArtifactVersion(test.db, { projectId, kind: "prompt", name: "support", version: "2.10" });
  const binary = new Uint8Array([0xff, 0xfe, 0]);
  const files = { "i/faq.bin": binary, "i/faq.yaml": INDEX, "i/long.txt": "x".repeat(256 * 1024 + 1) };
  await seedArtifactVersion(test.db, {
    projectId,
    kind: "retrieval_index",
    name: "faq",
    version: "1",
    files,
  });
  await seedArtifactVersion(test.db, {
    projectId,
    kind: "prompt",
    name: "unseen",
    version: "1",
    stage: null,
  });
  const findings = [
    { path: "i/faq.yaml", code: "edited_version", message: "This published version was edited." },
    { path: "elsewhere.md", code: "edited_version", message: "Another file." },
  ];
  await test.db.repositorySync.create({ data: { projectId, findings } });
});
afterAll(() => test.drop());

const asViewer = () => testContext(test.db, own.principals.viewer);
const params = { project: "deploybuddy" };
const list = (query: { search?: string; kind?: string; cursor?: string; limit?: number } = {}) =>
  listArtifacts(asViewer(), { params, query: { limit: 50, ...query } });

describe("listArtifacts", () => {
  it("shows each artifact once, by kind and name, with its newest version", async () => {
    const { items, nextCursor } = await list();
    expect(items.map((item) => item.name)).toEqual(["100%", "aXb", "a\\b", "a_b", "support", "faq"]);
    expect(items[4]).toEqual({
      kind: "prompt",
      name: "support",
      newestVersion: "2.10",
      findingCount: 0,
      versionCount: 2,
      lastAuthoredAt: "2026-05-04T09:00:00.000Z",
      lastAuthorName: "Ada",
    });
    expect(nextCursor).toBeNull();
  });

  it.each([
    ["%", ["100%"]],
    ["_", ["a_b", "faq"]],
    ["a_b", ["a_b"]],
    ["\\", ["a\\b"]],
    ["' OR 1=1--", []],
    ["SUPPORT", ["support"]],
  ])("takes the search %s literally", async (search, names) => {
    expect((await list({ search })).items.map((item) => item.name)).toEqual(names);
  });

  it("pages through all of them without repeating one", async () => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      names.push(...page.items.map((item) => item.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(["100%", "aXb", "a\\b", "a_b", "support", "faq"]);
  });

  it("refuses another project's cursor and one that was tampered with", async () => {
    const { nextCursor } = await list({ limit: 1 });
    const asOther = testContext(test.db, other.principals.viewer);
    const foreign = { params: { project: "elsewhere" }, query: { limit: 1, cursor: nextCursor ?? "" } };
    await expect(listArtifacts(asOther, foreign)).rejects.toMatchObject({ code: "bad-cursor" });
    await expect(list({ cursor: `${nextCursor}x` })).rejects.toMatchObject({ code: "bad-cursor" });
  });
});

describe("listArtifactVersions", () => {
  it("shows the versions of a kind that a release can be composed of", async () => {
    const { items } = await listArtifactVersions(asViewer(), { params, query: { kind: "retrieval_index" } });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ name: "faq", paths: ["i/faq.bin", "i/faq.yaml", "i/long.txt"] });
    const all = await listArtifactVersions(asViewer(), { params, query: {} });
    expect(all.items.map((item) => item.name)).not.toContain("unseen");
  });
});

describe("getArtifact", () => {
  it("shows versions newest first and what could not be read at its paths", async () => {
    const prompt = await getArtifact(asViewer(), { params: { ...params, kind: "prompt", name: "support" } });
    expect(prompt.versions.map((row) => row.version)).toEqual(["2.10", "2.8"]);
    const index = await getArtifact(asViewer(), {
      params: { ...params, kind: "retrieval_index", name: "faq" },
    });
    expect(index.findings.map((item) => item.path)).toEqual(["i/faq.yaml"]);
  });

  it("shows a version that is on main as published, with the commit of its newest sighting there", async () => {
    const row = await test.db.artifactVersion.findFirstOrThrow({ where: { name: "aXb" } });
    const sighting = {
      artifactVersionId: row.id,
      projectId: own.project.id,
      ref: "refs/pull/1",
      commit: "d",
    };
    const author = { authorName: "Eve", authorEmail: "eve@example.org", subject: "Propose" };
    const at = { authoredAt: new Date("2026-06-01T00:00:00Z"), seenAt: new Date("2026-06-01T00:00:00Z") };
    const proposed = {
      id: "sgt_1",
      stage: "proposed",
      lastCommit: "e".repeat(40),
      authorEmails: ["eve@example.org"],
      position: 0,
      ...sighting,
      ...author,
      ...at,
    };
    await test.db.sighting.create({ data: proposed });
    const found = await getArtifact(asViewer(), { params: { ...params, kind: "prompt", name: "aXb" } });
    expect(found.versions[0]?.sighting).toMatchObject({ stage: "published", authorName: "Ada" });
  });

  it("knows nothing of artifacts that git never had", async () => {
    const unseen = getArtifact(asViewer(), { params: { ...params, kind: "prompt", name: "unseen" } });
    await expect(unseen).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("getArtifactVersion", () => {
  it("shows text as text, says nothing for other bytes and long texts, and names the releases made of it", async () => {
    const components = [{ kind: "retrieval_index", name: "faq", version: "1" }];
    const asAuthor = testContext(test.db, own.principals.author);
    const { id } = await createRelease(asAuthor, { params, body: { components } });
    const where = { ...params, kind: "retrieval_index", name: "faq", version: "1" };
    const { files, usedBy, problems, facts } = await getArtifactVersion(asViewer(), { params: where });
    expect(problems.map(({ path, severity, code }) => [path, severity, code])).toEqual([
      ["i/faq.bin", "warning", "not_text"],
    ]);
    expect(facts).toContainEqual({ label: "Chunker", value: "sentence@3" });
    expect(files.map(({ path, sizeBytes, text }) => [path, sizeBytes, text])).toEqual([
      ["i/faq.bin", 3, null],
      ["i/faq.yaml", INDEX.length, INDEX],
      ["i/long.txt", 262_145, null],
    ]);
    expect(usedBy).toEqual([id]);
  });

  it("knows no version that is not there", async () => {
    const where = { ...params, kind: "prompt", name: "support", version: "9" };
    await expect(getArtifactVersion(asViewer(), { params: where })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("who may read the registry", () => {
  const reads = [
    [
      "listArtifacts",
      (ctx: ReturnType<typeof testContext>) => listArtifacts(ctx, { params, query: { limit: 1 } }),
    ],
    [
      "listArtifactVersions",
      (ctx: ReturnType<typeof testContext>) => listArtifactVersions(ctx, { params, query: {} }),
    ],
    [
      "getArtifact",
      (ctx: ReturnType<typeof testContext>) =>
        getArtifact(ctx, { params: { ...params, kind: "prompt", name: "support" } }),
    ],
    [
      "getArtifactVersion",
      (ctx: ReturnType<typeof testContext>) =>
        getArtifactVersion(ctx, { params: { ...params, kind: "prompt", name: "support", version: "2.8" } }),
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
