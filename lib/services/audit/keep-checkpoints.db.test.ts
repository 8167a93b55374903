import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { transact } from "../../db/transact.ts";
import { parseCheckpointLines } from "../../domain/audit/checkpoint-line.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createTempRepository } from "../../git/testing/temp-repository.ts";
import { verifyOtherChains } from "../invariants/verify-other-chains.ts";
import { testContext } from "../testing/test-context.ts";
import { checkGitCheckpoints } from "./check-git-checkpoints.ts";
import { openCheckpointFile } from "./checkpoint-file.ts";
import { keepCheckpoints } from "./keep-checkpoints.ts";

const KEEPER = { kind: "service", id: "audit-keeper", name: "audit-keeper" } as const;
let test: TestDatabase;
let own: SeededProject;
let folder = "";
let file = "";
let count = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  count += 1;
  own = await seedProject(test.db, { slug: `deploybuddy-${count}` });
  folder = mkdtempSync(path.join(tmpdir(), "tupelo-keep-checkpoints-"));
  file = path.join(folder, "checkpoints.jsonl");
  await record("registry.synced");
  await record("registry.synced");
}, 30_000);
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await asSuperuser("TRUNCATE audit_event; TRUNCATE audit_head; TRUNCATE audit_checkpoint");
});

const record = (action: "registry.synced" | "project.created", chain = own.project.id) =>
  transact(testContext(test.db, KEEPER), async (_tx, audit) => {
    audit({ chain, action, resourceKind: "repository", resourceId: "1" });
  });
/** Each call is another worker, which has read nothing yet. */
const keep = (kept = openCheckpointFile(file)) => keepCheckpoints(testContext(test.db, KEEPER), kept);
const lines = () => parseCheckpointLines(readFileSync(file, "utf8"));
const row = (place = "file") =>
  test.db.auditCheckpoint.findUnique({ where: { chain_place: { chain: own.project.id, place } } });
const actions = async () =>
  (await test.db.auditEvent.findMany({ where: { chain: own.project.id }, orderBy: { seq: "asc" } })).map(
    ({ action }) => action,
  );
async function asSuperuser(statements: string): Promise<void> {
  await test.db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe("SET LOCAL session_replication_role = replica");
    if (statements.startsWith("TRUNCATE")) {
      await tx.$executeRawUnsafe("ALTER TABLE audit_event DISABLE TRIGGER USER");
      for (const statement of statements.split(";")) await tx.$executeRawUnsafe(statement);
      await tx.$executeRawUnsafe("ALTER TABLE audit_event ENABLE TRIGGER USER");
    } else await tx.$executeRawUnsafe(statements);
  });
}

describe("the checkpoint file", () => {
  it("gets the end of each chain, and a line more only when a chain has grown", async () => {
    await record("project.created", "installation");
    await keep();
    await keep();
    expect(lines().map(({ chain, seq }) => [chain, seq])).toEqual(
      expect.arrayContaining([
        [own.project.id, 2],
        ["installation", 1],
      ]),
    );
    expect(lines()).toHaveLength(2);
    await record("registry.synced");
    await keep();
    const head = await test.db.auditHead.findUniqueOrThrow({ where: { chain: own.project.id } });
    expect(lines()[2]).toMatchObject({ chain: own.project.id, seq: 3, hash: head.hash });
    expect(await row()).toMatchObject({ seq: 3, hash: head.hash, problem: null });
  });

  it("gets the same lines once when two workers write in turn", async () => {
    const [one, two] = [openCheckpointFile(file), openCheckpointFile(file)];
    await keep(one);
    await keep(two);
    await record("registry.synced");
    await keep(two);
    await keep(one);
    expect(lines().map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it.each([
    ["cut off", `DELETE FROM audit_event WHERE seq > 1`, `UPDATE audit_head SET seq = 1`],
    [
      "rewritten",
      `UPDATE audit_event SET hash = repeat('a', 64) WHERE seq = 2`,
      `UPDATE audit_head SET seq = seq`,
    ],
  ])("takes no line of a chain that was %s, and says so", async (word, ...statements) => {
    await keep();
    for (const statement of statements) await asSuperuser(statement);
    const kept = await keep();
    expect(kept).toMatchObject([{ isWritten: false, problem: expect.stringContaining(word) }]);
    expect(lines()).toHaveLength(1);
    expect(await row()).toMatchObject({ seq: 2, problem: expect.stringContaining(word) });
  });

  it("is begun again after it was removed, and the chain says that it was", async () => {
    await keep();
    renameSync(file, `${file}.gone`);
    await keep();
    expect(await actions()).toEqual(["registry.synced", "registry.synced", "audit.checkpoints_lost"]);
    expect(lines().map(({ seq }) => seq)).toEqual([3]);
    await keep();
    expect(await actions()).toHaveLength(3);
  });

  it("is not written to while a line in it is wrong", async () => {
    await keep();
    appendFileSync(file, "{}\n");
    await record("registry.synced");
    await expect(keep()).rejects.toThrow("Line 2 of the checkpoints");
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(3);
  });

  it("shows in verify-invariants a chain that is no project's and was cut off", async () => {
    await record("project.created", "installation");
    await record("project.created", "installation");
    await keep();
    const ctx = testContext(test.db, KEEPER);
    expect(await verifyOtherChains(ctx, lines())).toEqual([]);
    await asSuperuser("DELETE FROM audit_event WHERE chain = 'installation'");
    await asSuperuser("DELETE FROM audit_head WHERE chain = 'installation'");
    expect(await verifyOtherChains(ctx, lines())).toMatchObject([
      { invariant: "I4", subject: "chain installation, event 1" },
    ]);
  });
});

describe("the checkpoints in git", () => {
  it("are held against the chain, and the newest is kept with its commit", async () => {
    const repository = createTempRepository();
    const host = createLocalHost({ directory: repository.directory });
    const ctx = testContext(test.db, KEEPER, { gitHostFor: () => host });
    const head = await test.db.auditHead.findUniqueOrThrow({ where: { chain: own.project.id } });
    const commit = (trailer: string) =>
      repository.commit({ files: { "a.txt": trailer }, message: `Promote\n\nTupelo-Audit: ${trailer}` });
    await expect(checkGitCheckpoints(ctx, own.project)).resolves.toBeNull();
    const first = commit(`2 ${head.hash}`);
    await expect(checkGitCheckpoints(ctx, own.project)).resolves.toBeNull();
    expect(await row("git")).toMatchObject({ seq: 2, commit: first, problem: null });
    commit(`9 ${"a".repeat(64)}`);
    await expect(checkGitCheckpoints(ctx, own.project)).resolves.toMatch(/^Commit [0-9a-f]{7}: .*cut off/);
    expect(await row("git")).toMatchObject({ seq: 9, problem: expect.stringContaining("cut off") });
    repository.remove();
  });

  it("are left as they were while the host is away", async () => {
    const away = () => {
      throw new GitUnavailable("The host is away.");
    };
    const ctx = testContext(test.db, KEEPER, { gitHostFor: away });
    await expect(checkGitCheckpoints(ctx, own.project)).resolves.toBeNull();
    expect(await row("git")).toBeNull();
  });
});
