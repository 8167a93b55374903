import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { Principal } from "../../domain/access/principal.ts";
import { releaseId } from "../../domain/releases/release-id.ts";
import { testContext } from "../testing/test-context.ts";
import { createRelease } from "./create-release.ts";

let test: TestDatabase;
let own: SeededProject;
let other: SeededProject;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db, { slug: "deploybuddy" });
  other = await seedProject(test.db, { slug: "elsewhere" });
  const versions = [
    ["prompt", "support", "2.8"],
    ["model", "lora", "1.9"],
    ["feature_view", "releases", "4"],
    ["feature_view", "releases", "5"],
    ["prompt", "triage", "1.0"],
    ["prompt", "e\u0301", "1.0"],
    ["prompt", "\u00e9", "1.0"],
  ];
  for (const [kind = "", name = "", version = ""] of versions) {
    await seedArtifactVersion(test.db, { projectId: own.project.id, kind, name, version });
  }
  const unseen = { kind: "prompt", name: "unseen", version: "1.0", stage: null };
  await seedArtifactVersion(test.db, { projectId: own.project.id, ...unseen });
  await seedArtifactVersion(test.db, {
    projectId: other.project.id,
    kind: "judge",
    name: "tone",
    version: "1.0",
  });
});
afterAll(() => test.drop());

type Component = { kind: string; name: string; version: string; digest?: string };
const support: Component = { kind: "prompt", name: "support", version: "2.8" };
const lora: Component = { kind: "model", name: "lora", version: "1.9" };
const releases4: Component = { kind: "feature_view", name: "releases", version: "4" };
const releases5: Component = { kind: "feature_view", name: "releases", version: "5" };
const triage: Component = { kind: "prompt", name: "triage", version: "1.0" };

function compose(components: Component[], principal: Principal = own.principals.author) {
  const input = { params: { project: "deploybuddy" }, body: { components } };
  return createRelease(testContext(test.db, principal), input);
}
const countEvents = () => test.db.auditEvent.count({ where: { chain: own.project.id } });

describe("createRelease", () => {
  it.each([
    ["698df6d7ad", "releases@4", [support, lora, releases4]],
    ["f91be2a454", "releases@5", [releases5, support, lora]],
  ])(
    "composes the article's id %s with %s, and the same again in any order",
    async (id, _name, components) => {
      const first = await compose(components);
      expect(first).toMatchObject({ id, created: true });
      const events = await countEvents();
      expect(await compose(components.toReversed())).toEqual({ ...first, created: false });
      expect(await countEvents()).toBe(events);
    },
  );

  it("writes the release, its parts and one audit event in one transaction", async () => {
    const before = await countEvents();
    const { id, manifestDigest } = await compose([triage, support]);
    const rows = await test.db.releaseComponent.findMany({
      where: { releaseId: id },
      orderBy: { key: "asc" },
    });
    expect(rows.map((row) => row.key)).toEqual(["prompt/support", "prompt/triage"]);
    expect(await countEvents()).toBe(before + 1);
    const event = await test.db.auditEvent.findFirst({ where: { action: "release.created", releaseId: id } });
    expect(event?.after).toEqual({
      manifestDigest,
      components: { "prompt/support": "support@2.8", "prompt/triage": "triage@1.0" },
    });
  });

  it("makes one release of five equal requests at once", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => compose([triage, lora])));
    expect(answers.filter((answer) => answer.created)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  });

  it("takes names that differ in their Unicode form alone for different names", async () => {
    const composed = await compose([{ kind: "prompt", name: "\u00e9", version: "1.0" }]);
    const decomposed = await compose([{ kind: "prompt", name: "e\u0301", version: "1.0" }]);
    expect(composed.id).not.toBe(decomposed.id);
  });

  it("accepts a named digest that is the registry's own", async () => {
    const row = await test.db.artifactVersion.findFirstOrThrow({ where: { name: "triage" } });
    expect(await compose([{ ...triage, digest: row.digest }])).toMatchObject({ created: true });
  });

  it.each([
    ["a version that is not there", [{ ...support, version: "9.9" }], "prompt support@9.9"],
    [
      "a version that git never had",
      [{ kind: "prompt", name: "unseen", version: "1.0" }],
      "prompt unseen@1.0",
    ],
    ["another project's version", [{ kind: "judge", name: "tone", version: "1.0" }], "judge tone@1.0"],
    ["a pattern instead of a name", [{ kind: "prompt", name: "%", version: "2.8" }], "prompt %@2.8"],
  ])("refuses %s and names it", async (_name, components, label) => {
    const refusal = { code: "unknown-artifact-version", detail: expect.stringContaining(label) };
    await expect(compose(components)).rejects.toMatchObject(refusal);
  });

  it("refuses a digest that is not the registry's and names both", async () => {
    const row = await test.db.artifactVersion.findFirstOrThrow({ where: { name: "support" } });
    const digest = `sha256:${"0".repeat(64)}`;
    const refused = compose([{ ...support, digest }]);
    await expect(refused).rejects.toMatchObject({ code: "unknown-artifact-version" });
    await expect(refused).rejects.toMatchObject({ detail: expect.stringContaining(digest) });
    await expect(refused).rejects.toMatchObject({ detail: expect.stringContaining(row.digest) });
  });

  it("refuses a floating reference", async () => {
    const refused = compose([{ ...support, version: "latest" }]);
    await expect(refused).rejects.toMatchObject({ code: "floating-reference" });
  });

  it("refuses two versions of one artifact", async () => {
    await expect(compose([releases4, support, releases5])).rejects.toMatchObject({
      code: "invalid",
      errors: [{ pointer: "/components/2" }],
    });
  });

  it("refuses the id of a release with other contents and names both digests", async () => {
    const { id, manifestDigest } = await seedTakenId();
    const refused = compose([triage, releases5]);
    await expect(refused).rejects.toMatchObject({ code: "release-id-taken", params: { releaseId: id } });
    await expect(refused).rejects.toMatchObject({ detail: expect.stringContaining(manifestDigest) });
  });

  it("changes nothing when the audit log does not take the event", async () => {
    await test.db.$executeRawUnsafe(
      "CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
    );
    await test.db.$executeRawUnsafe(
      "CREATE TRIGGER no_audit BEFORE INSERT ON audit_event EXECUTE FUNCTION no_audit()",
    );
    const before = await test.db.release.count();
    await expect(compose([releases4, triage])).rejects.toMatchObject({ code: "audit-unavailable" });
    await test.db.$executeRawUnsafe("DROP TRIGGER no_audit ON audit_event");
    expect(await test.db.release.count()).toBe(before);
  });

  it("answers outsiders as if there were nothing", async () => {
    await expect(compose([support], other.principals.author)).rejects.toMatchObject({ code: "not-found" });
    await expect(compose([support], other.key)).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(["viewer", "reviewer", "operator", "auditor", "admin"] as const)("refuses a %s", async (role) => {
    await expect(compose([support], own.principals[role])).rejects.toMatchObject({ code: "forbidden" });
  });

  it("takes a key that may write releases, and refuses any other", async () => {
    expect(await compose([support], own.keyWith("releases:write"))).toMatchObject({ created: true });
    const reader = compose([support], own.keyWith("read", "evals:write"));
    await expect(reader).rejects.toMatchObject({ code: "insufficient-scope" });
  });
});

/** A release with the id of `triage + releases@5` that was made of something else. */
async function seedTakenId() {
  const { id, fingerprint } = releaseId({ prompt: "triage@1.0", feature_view: "releases@5" });
  const manifestDigest = `sha256:${"9".repeat(64)}`;
  const projectId = own.project.id;
  const createdBy = { createdBy: "account:x", createdByName: "x", createdAt: new Date("2026-01-01") };
  await test.db.release.create({
    data: { projectId, id, fingerprint, manifestDigest, manifest: "{}", ...createdBy },
  });
  return { id, manifestDigest };
}

describe("a part that cannot be used as it is", () => {
  const index = (without: string) =>
    ["corpus: { snapshot: 2026-03-28 }", "embedder: e@2", "chunker: c@3", "normalisation: l2", "filters: []"]
      .concat("buildJob: b-1")
      .filter((line) => !line.startsWith(without))
      .join("\n");
  let serial = 0;

  it.each([
    [
      "retrieval_index",
      "i.yaml",
      index("normalisation"),
      /retrieval_index faulty@\d+ .*i\.yaml.*normalisation/,
    ],
    ["model", "m.yaml", "registryUri: a/b\n", /m\.yaml.*sha256/],
    ["judge", "j.yaml", "model: gpt-4o\nrubric: x\n", /j\.yaml, line 1: .*gpt-4o/],
    ["golden_set", "g.jsonl", '{"id":"a"}\n{"id":"a"}\n', /g\.jsonl, line 2/],
    ["serving_image", "s.yaml", "image: a/b:latest\n", /not named by digest/],
  ])("a %s is refused, and the sentence names file and what lacks", async (kind, path, text, sentence) => {
    serial += 1;
    const version = `${serial}`;
    const projectId = own.project.id;
    await seedArtifactVersion(test.db, { projectId, kind, name: "faulty", version, files: { [path]: text } });
    const refused = createRelease(testContext(test.db, own.principals.author), {
      params: { project: "deploybuddy" },
      body: { components: [{ kind, name: "faulty", version }] },
    });
    await expect(refused).rejects.toMatchObject({
      code: "invalid-artifact",
      detail: expect.stringMatching(sentence),
      errors: [expect.objectContaining({ pointer: "/components/0" })],
    });
  });
});
