import { symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listStoredVersions } from "../../db/repositories/registry.ts";
import { findRepositorySync } from "../../db/repositories/registry-sync.ts";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createTempRepository, type TempRepository } from "../../git/testing/temp-repository.ts";
import { getArtifact } from "../artifacts/get-artifact.ts";
import { getArtifactVersion } from "../artifacts/get-artifact-version.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { syncRepository } from "./sync-repository.ts";

const LAYOUT = `project: odd
layout:
  prompt:
    - prompts/{name}/*.md
    - prompts/{name}/*.yaml
    - schemas/{name}.json
  generation_settings: settings/{name}.yaml
environments:
  production: { aliases: deployments/production/aliases.yaml }
`;
/** 1,000 anchors, each used once: row by row harmless, together more than a reader should have to follow. */
const ANCHORS = Array.from({ length: 1000 }, (_, n) => `a${n}: &a${n} x\nb${n}: *a${n}\n`).join("");

describe("odd files in an ops repository", () => {
  let database: TestDatabase;
  let repository: TempRepository;
  let seeded: SeededProject;
  let slug = "";
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    count += 1;
    slug = `odd-${count}`;
    seeded = await seedProject(database.db, { slug });
    repository = createTempRepository();
    repository.commit({ files: { "tupelo.yaml": LAYOUT, "prompts/support/system.md": "Help {{user}}.\n" } });
  });
  afterEach(() => repository.remove());

  const context = () => {
    const gitHostFor = () => createLocalHost({ directory: repository.directory });
    return testContext(database.db, seeded.principals.author, { gitHostFor });
  };
  const sync = () => syncRepository(context(), seeded.project);
  const refs = async () =>
    (await listStoredVersions(database.db, seeded.project.id))
      .map((one) => `${one.name}@${one.version}`)
      .sort();
  const findingsOf = async (kind: string, name: string) =>
    (await getArtifact(context(), { params: { project: slug, kind, name } })).findings;
  const problemsOf = async (kind: string, name: string, version: string) =>
    (await getArtifactVersion(context(), { params: { project: slug, kind, name, version } })).problems;

  it("names two files of one prompt that are one file on many systems, on that prompt", async () => {
    repository.commit({ files: { "prompts/support/Tone.md": "a\n", "prompts/support/tone.md": "b\n" } });
    await sync();
    const [finding, ...others] = await findingsOf("prompt", "support");
    expect(finding).toMatchObject({ code: "case_collision", path: "prompts/support/tone.md" });
    expect(finding?.message).toContain('"prompts/support/Tone.md"');
    expect(others).toEqual([]);
    expect(await refs()).toEqual(["support@1", "support@2"]);
  });

  it("makes one artifact of files that several globs find, and a version of a change of any of them", async () => {
    repository.commit({ files: { "schemas/support.json": '{"type":"object"}\n' } });
    repository.commit({ files: { "prompts/support/user.md": "{{question}}\n" } });
    repository.commit({ files: { "schemas/support.json": '{"type":"string"}\n' } });
    await sync();
    expect(await refs()).toEqual(["support@1", "support@2", "support@3", "support@4"]);
    const params = { project: slug, kind: "prompt", name: "support", version: "4" };
    const { files } = await getArtifactVersion(context(), { params });
    expect(files.map((file) => file.path)).toEqual([
      ...["prompts/support/system.md", "prompts/support/user.md", "schemas/support.json"],
    ]);
  });

  it("reads a prompt beside which a symbolic link stands, follows the link nowhere, and says so on the prompt", async () => {
    symlinkSync("/etc/passwd", path.join(repository.workTree, "prompts/support/secrets.md"));
    symlinkSync("../../../..", path.join(repository.workTree, "prompts/up"));
    repository.commit({ files: { "README.md": "Read me.\n" } });
    await sync();
    expect(await findingsOf("prompt", "support")).toMatchObject([
      { code: "unsupported_entry", path: "prompts/support/secrets.md" },
    ]);
    const params = { project: slug, kind: "prompt", name: "support", version: "1" };
    const { files } = await getArtifactVersion(context(), { params });
    expect(files.map((file) => file.text)).toEqual(["Help {{user}}.\n"]);
    expect(await refs()).toEqual(["support@1"]);
  });

  it.each([
    ["1,000 anchors that are all used", ANCHORS, "settings/default.yaml"],
    ["YAML that does not parse", "temperature: [0.2\nseed: 1\n", "line"],
    ["a key that is there twice", "temperature: 0.2\ntemperature: 0.4\n", "line 2"],
    ["a tag of another language", 'temperature: !!python/object/apply:os.system ["ls"]\n', "line 1"],
  ])(
    "registers a file with %s, shows what is wrong on its version, and makes no release of it",
    async (...row) => {
      const [, text, sentence] = row;
      repository.commit({ files: { "settings/default.yaml": text } });
      expect(await sync()).toMatchObject({ newVersions: 2, findings: 0 });
      const [problem] = await problemsOf("generation_settings", "default", "1");
      expect(problem).toMatchObject({ severity: "error", path: "settings/default.yaml" });
      const components = [{ kind: "generation_settings", name: "default", version: "1" }];
      const composing = createRelease(context(), { params: { project: slug }, body: { components } });
      await expect(composing).rejects.toMatchObject({ code: "invalid-artifact" });
      await expect(composing).rejects.toThrow(sentence);
      expect(await problemsOf("prompt", "support", "1")).toEqual([]);
    },
  );

  it("keeps the last readable layout where tupelo.yaml has 1,000 anchors", async () => {
    await sync();
    repository.commit({ files: { "tupelo.yaml": `${LAYOUT}${ANCHORS}`, "prompts/next/a.md": "Next.\n" } });
    expect(await sync()).toMatchObject({ newVersions: 1, findings: 1 });
    const { findings } = (await findRepositorySync(database.db, seeded.project.id)) ?? {};
    expect(findings).toMatchObject([{ code: "bad_layout", path: "tupelo.yaml" }]);
  });
});
