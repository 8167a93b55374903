import { execFileSync } from "node:child_process";
import { renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readPolicyOf } from "../../db/queries/read-policy.ts";
import { listStoredVersions } from "../../db/repositories/registry.ts";
import { findRepositorySync } from "../../db/repositories/registry-sync.ts";
import { seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createTempRepository, type TempRepository } from "../../git/testing/temp-repository.ts";
import type { ServiceContext } from "../context.ts";
import { testContext } from "../testing/test-context.ts";
import { syncRepository } from "./sync-repository.ts";

const LAYOUT = `project: deploybuddy
requires: [prompt]
layout:
  prompt: prompts/{name}/{name}@{version}.md
  feature_view:
    - features/{name}/feature_view.py
    - features/{name}/entity_keys.yaml
environments:
  staging: { aliases: deployments/staging/aliases.yaml, followUnreviewed: true }
  production: { aliases: deployments/production/aliases.yaml, after: staging }
`;
const ALIASES = "deployments/production/aliases.yaml";
const PY = "features/releases/feature_view.py";
const PROMPT = "prompts/support/support@2.8.md";

describe("reading an ops repository into the registry", () => {
  let database: TestDatabase;
  let repository: TempRepository;
  let project: { id: string; slug: string; gitHost: string; repository: string };
  let ctx: ServiceContext;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    count += 1;
    repository = createTempRepository();
    project = (await seedProject(database.db, { slug: `ops-${count}` })).project;
    const principal = { kind: "service", id: "git-sync", name: "Git sync" } as const;
    ctx = testContext(database.db, principal, {
      gitHostFor: () => createLocalHost({ directory: repository.directory }),
    });
    repository.commit({
      files: {
        "tupelo.yaml": LAYOUT,
        [PROMPT]: "Help {{user}}.\n",
        [PY]: "v1\n",
        [ALIASES]: "production: 698df6d7ad\n",
      },
      author: { name: "Grace", email: "grace@deploybuddy.example" },
    });
  });
  afterEach(() => repository.remove());

  const sync = () => syncRepository(ctx, project);
  const refs = async () =>
    (await listStoredVersions(database.db, project.id)).map((one) => `${one.name}@${one.version}`).sort();
  const findings = async () => (await findRepositorySync(database.db, project.id))?.findings ?? [];
  const newestEvent = () =>
    database.db.auditEvent.findFirstOrThrow({ where: { chain: project.id }, orderBy: { seq: "desc" } });
  const counts = async () => {
    const where = { where: { projectId: project.id } };
    return Promise.all([
      database.db.artifactVersion.count(where),
      database.db.sighting.count(where),
      database.db.auditEvent.count({ where: { chain: project.id } }),
      database.db.artifactFile.count(),
      database.db.content.count(),
    ]);
  };

  it("registers every version with content, commit and author", async () => {
    const outcome = await sync();
    expect(outcome).toMatchObject({ changed: true, newVersions: 2, findings: 0 });
    expect(await refs()).toEqual(["releases@1", "support@2.8"]);
    const [prompt] = await database.db.artifactVersion.findMany({
      where: { projectId: project.id, kind: "prompt" },
      include: { files: true, sightings: true },
    });
    expect(prompt?.sightings[0]).toMatchObject({
      stage: "published",
      authorName: "Grace",
      lastCommit: outcome.head,
    });
    const content = await database.db.content.findUnique({
      where: { digest: prompt?.files[0]?.contentDigest ?? "" },
    });
    expect(Buffer.from(content?.bytes ?? []).toString()).toBe("Help {{user}}.\n");
  });

  it("changes nothing when it is done again", async () => {
    const first = await sync();
    const before = await counts();
    const row = await database.db.repositorySync.findUnique({ where: { projectId: project.id } });
    const again = await sync();
    expect(again).toEqual({ ...first, changed: false, newVersions: 0 });
    expect(await counts()).toEqual(before);
    expect(await database.db.repositorySync.findUnique({ where: { projectId: project.id } })).toEqual(row);
    repository.commit({ files: { "README.md": "nothing to register\n" } });
    expect(await sync()).toMatchObject({ changed: true, newVersions: 0 });
    expect(await counts()).toEqual(before);
  });

  it("registers the versions of history, not only those at the head", async () => {
    for (const n of [2, 3, 4, 5]) repository.commit({ files: { [PY]: `v${n}\n` } });
    await sync();
    expect(await refs()).toEqual([
      "releases@1",
      "releases@2",
      "releases@3",
      "releases@4",
      "releases@5",
      "support@2.8",
    ]);
  });

  it("reads in steps what it would read at once", async () => {
    for (const n of [2, 3, 2, 5]) {
      repository.commit({ files: { [PY]: `v${n}\n` } });
      await sync();
    }
    expect(await refs()).toEqual(["releases@1", "releases@2", "releases@3", "releases@5", "support@2.8"]);
  });

  it("writes one audit event for a sync that adds versions", async () => {
    await sync();
    const events = await database.db.auditEvent.findMany({ where: { chain: project.id } });
    expect(events.map((event) => event.action)).toEqual(["registry.synced", "registry.layout_changed"]);
  });

  it("records who may decide before and after, when only tupelo.yaml changed", async () => {
    await sync();
    repository.commit({
      files: { "tupelo.yaml": LAYOUT.replace("after: staging", "after: staging, reviewers: 0") },
    });
    expect(await sync()).toMatchObject({ newVersions: 0 });
    const event = await newestEvent();
    expect(event).toMatchObject({ action: "registry.layout_changed", resourceId: project.id });
    expect(event.before).toMatchObject({ requires: "prompt", "production.reviewers": "policy" });
    expect(event.after).toMatchObject({ "production.reviewers": 0, "production.aliases": ALIASES });
  });

  it("records that git names another release, and that earlier bytes came back", async () => {
    repository.commit({ files: { [PY]: "v2\n" } });
    await sync();
    repository.commit({ files: { [ALIASES]: "production: f91be2a454\n" } });
    await sync();
    const named = await newestEvent();
    expect(named.action).toBe("registry.synced");
    expect(JSON.stringify([named.before, named.after])).toMatch(/698df6d7ad.*f91be2a454/);
    repository.commit({ files: { [PY]: "v1\n" } });
    await sync();
    expect((await newestEvent()).after).toMatchObject({ newVersions: 0, newSightings: 1 });
  });

  it("stores the author of a merged branch beside the merger, and shows the author", async () => {
    const write = { files: { [PROMPT.replace("2.8", "3")]: "Mine.\n" } };
    repository.git("checkout", "-q", "-B", "work", "main");
    const eve = { name: "Eve", email: "Eve@deploybuddy.example" };
    repository.commit({ ...write, branch: "work", author: eve });
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "-m", "Merge work", "work");
    repository.git("push", "-q", "origin", "main");
    await sync();
    const version = await database.db.artifactVersion.findFirstOrThrow({
      where: { projectId: project.id, version: "3" },
      include: { sightings: true },
    });
    expect(version.sightings[0]).toMatchObject({ authorName: "Eve", subject: "Merge work" });
    expect(version.sightings[0]?.authorEmails).toEqual([
      "ada@deploybuddy.example",
      "Eve@deploybuddy.example",
    ]);
  });

  it("takes the policy that main published last, whatever a clock said", async () => {
    const policies = {
      files: {
        "tupelo.yaml": `${LAYOUT}`.replace(
          "layout:\n",
          "layout:\n  promotion_policy: p/{name}@{version}.yaml\n",
        ),
      },
    };
    repository.commit(policies);
    repository.commit({ files: { "p/a@1.yaml": "v: 1\n" }, at: new Date("2031-01-01T00:00:00Z") });
    repository.commit({ files: { "p/a@2.yaml": "v: 2\n" }, at: new Date("2026-01-01T00:00:00Z") });
    await sync();
    expect((await readPolicyOf(database.db, project.id, null)).label).toBe("a@2");
  });

  it("says what git names as desired, since which commit, and by whom", async () => {
    await sync();
    repository.commit({ files: { [PROMPT.replace("2.8", "2.9")]: "x\n" } });
    const commit = repository.commit({
      files: { [ALIASES]: "production: f91be2a454 # new\n" },
      message: "By hand",
    });
    repository.commit({ files: { "README.md": "later\n" } });
    const { desired } = await sync();
    expect(desired.map((one) => [one.environment, one.releaseId])).toEqual([
      ["staging", null],
      ["production", "f91be2a454"],
    ]);
    expect(desired[1]).toMatchObject({
      commit,
      subject: "By hand",
      authorName: "Ada Example",
      manifest: null,
    });
    expect((await sync()).desired).toEqual(desired);
  });

  it("reports an alias that names no release", async () => {
    repository.commit({ files: { [ALIASES]: "production: latest\n" } });
    expect((await sync()).desired[1]).toMatchObject({
      releaseId: null,
      problem: expect.stringContaining("production"),
    });
    expect((await findings()).map((one) => one.code)).toEqual(["bad_alias"]);
  });

  it("never overwrites an edited published version, and names both digests", async () => {
    await sync();
    repository.commit({ files: { [PROMPT]: "Edited.\n" } });
    expect(await sync()).toMatchObject({ newVersions: 0, findings: 1 });
    const [finding] = await findings();
    expect(finding).toMatchObject({ code: "edited_version", path: PROMPT });
    expect(new Set(finding?.message.match(/sha256:[0-9a-f]{64}/g)).size).toBe(2);
  });

  it("keeps versions when main's history is rewritten", async () => {
    repository.commit({ files: { [PY]: "v2\n" } });
    await sync();
    repository.git("checkout", "-q", "--orphan", "fresh");
    repository.git("commit", "-q", "-m", "squashed");
    repository.git("push", "-q", "--force", "origin", "fresh:main");
    expect(await sync()).toMatchObject({ newVersions: 0, findings: 0 });
    expect(await refs()).toEqual(["releases@1", "releases@2", "support@2.8"]);
  });

  it("keeps the last readable layout when tupelo.yaml breaks", async () => {
    await sync();
    repository.commit({ files: { "tupelo.yaml": "layout: [\n", [PY]: "v2\n" } });
    expect(await sync()).toMatchObject({
      newVersions: 1,
      findings: 1,
      desired: [{}, { releaseId: "698df6d7ad" }],
    });
    expect((await findings())[0]?.message).toMatch(/tupelo.yaml, line \d/);
  });

  it("says what it does not follow or have: links, LFS pointers", async () => {
    symlinkSync("/etc/passwd", path.join(repository.workTree, "prompts/support/support@9.md"));
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 1\n`;
    repository.commit({ files: { "prompts/big/big@1.md": pointer } });
    await sync();
    expect((await findings()).map((one) => one.code).sort()).toEqual(["lfs_pointer", "unsupported_entry"]);
    expect(await refs()).toEqual(["big@1", "releases@1", "support@2.8"]);
  });

  it("row 45: follows no link where it looks for the layout and the alias; what it read last counts", async () => {
    await sync();
    for (const file of ["tupelo.yaml", ALIASES]) {
      rmSync(path.join(repository.workTree, file));
      symlinkSync("/etc/passwd", path.join(repository.workTree, file));
    }
    repository.commit({ files: { [PY]: "v2\n" } });
    expect(await sync()).toMatchObject({ newVersions: 1, desired: [{}, { releaseId: null }] });
    expect((await findings()).map(({ code, path }) => [code, path])).toEqual([
      ["bad_layout", "tupelo.yaml"],
      ["bad_alias", ALIASES],
    ]);
    expect(JSON.stringify(await findings())).not.toContain("root:");
  });

  it("registers no submodule, no blob of 11 MiB, and names files that are one on other systems", async () => {
    const { git, workTree } = repository;
    repository.commit({ files: { "prompts/huge/huge@1.md": Buffer.alloc(11 * 1024 * 1024, "a") } });
    repository.commit({
      files: { "features/x/feature_view.py": "a\n", "features/X/feature_view.py": "b\n" },
    });
    repository.commit({
      files: { "prompts/caf\u00e9/caf\u00e9@1.md": "a\n", "prompts/cafe\u0301/cafe\u0301@1.md": "b\n" },
    });
    execFileSync("git", [
      "-C",
      workTree,
      "update-index",
      "--add",
      "--cacheinfo",
      `160000,${"1".repeat(40)},prompts/sub/sub@1.md`,
    ]);
    git("commit", "-q", "-m", "A submodule");
    git("push", "-q", "origin", "main");
    await sync();
    const codes = (await findings()).map((one) => one.code);
    expect(codes.sort()).toEqual([...["look_alike", "look_alike", "too_large", "unsupported_entry"]]);
    expect((await findings()).find((one) => one.code === "too_large")).toMatchObject({
      path: "prompts/huge/huge@1.md",
      message: expect.stringContaining("11 MiB"),
    });
    expect((await refs()).some((ref) => /^(huge|sub)@/.test(ref))).toBe(false);
    expect((await refs()).filter((ref) => ref.normalize("NFC") === "caf\u00e9@1")).toHaveLength(2);
  });

  it("says when the line that named a release is gone", async () => {
    await sync();
    repository.commit({ files: { [ALIASES]: null } });
    await sync();
    expect(await findings()).toEqual([expect.objectContaining({ code: "bad_alias", path: ALIASES })]);
    repository.commit({ files: { "README.md": "later\n" } });
    await sync();
    expect(await findings()).toHaveLength(1);
  });

  it("passes on that git is away, notes it, and goes on when it is back", async () => {
    await sync();
    renameSync(repository.directory, `${repository.directory}.away`);
    await expect(sync()).rejects.toBeInstanceOf(GitUnavailable);
    expect((await findRepositorySync(database.db, project.id))?.lastError).toMatch(/repository/);
    renameSync(`${repository.directory}.away`, repository.directory);
    expect(await sync()).toMatchObject({ changed: false });
    expect((await findRepositorySync(database.db, project.id))?.lastError).toBeNull();
  });

  it("stores each version once when two workers read at the same time", async () => {
    const outcomes = await Promise.all([sync(), sync(), sync()]);
    expect(outcomes.map((outcome) => outcome.newVersions).sort()).toEqual([0, 0, 2]);
    expect(await refs()).toEqual(["releases@1", "support@2.8"]);
  });

  it("reads 300 commits in seconds", async () => {
    execFileSync("git", ["-C", repository.workTree, "fast-import", "--quiet", "--force"], {
      input: longHistory(300),
    });
    repository.git("push", "-q", "origin", "long:main", "--force");
    const started = performance.now();
    expect(await sync()).toMatchObject({ newVersions: 600 });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

function longHistory(commits: number): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  let stream = "";
  for (let n = 1; n <= commits; n += 1) {
    stream += `commit refs/heads/long\ncommitter A <a@deploybuddy.example> ${1_775_000_000 + n} +0000\n${data(`Commit ${n}`)}`;
    if (n === 1) stream += `M 100644 inline tupelo.yaml\n${data(LAYOUT)}`;
    stream += `M 100644 inline prompts/support/support@${n}.md\n${data(`Prompt ${n}`)}M 100644 inline ${PY}\n${data(`v${n}`)}`;
  }
  return stream;
}
