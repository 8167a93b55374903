import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evalEndpoints } from "../../contracts/evals.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedAccount, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { Principal } from "../../domain/access/principal.ts";
import { digestOf } from "../../domain/digest.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { getEvalRun } from "./get-eval-run.ts";
import { getEvalCase, listEvalCases } from "./list-eval-cases.ts";
import { listEvalRuns } from "./list-eval-runs.ts";
import { uploadEvalRun } from "./upload-eval-run.ts";

const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;
let other: SeededProject;
let base: string;
let release: string;
let fileCount = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  other = await seedProject(test.db, { slug: "elsewhere" });
  const projectId = own.project.id;
  const by = (name: string) => ({ projectId, authorEmail: `${name}@deploybuddy.example` });
  await seedArtifactVersion(test.db, { ...by("writer"), kind: "prompt", name: "support", version: "2.8" });
  await seedArtifactVersion(test.db, {
    ...by("Rewriter"),
    ...{ kind: "prompt", name: "support", version: "2.9" },
    coAuthorEmails: ["Pair@deploybuddy.example "],
  });
  await seedArtifactVersion(test.db, { ...by("judge"), kind: "judge", name: "tone", version: "1" });
  base = await compose("2.8");
  release = await compose("2.9");
  await test.db.environment.update({
    where: { id: own.environments.production },
    data: { desiredReleaseId: base },
  });
});
afterAll(() => test.drop());

async function compose(version: string): Promise<string> {
  const components = [
    { kind: "prompt", name: "support", version },
    { kind: "judge", name: "tone", version: "1" },
  ];
  return (await createRelease(testContext(test.db, own.principals.author), { params, body: { components } }))
    .id;
}

/** A result file in our own format; each call's bytes are new. */
function resultFile(
  cases: { caseId: string; passed: boolean; score: number; output?: string }[] = CASES,
): Uint8Array {
  fileCount += 1;
  return Buffer.from(`${JSON.stringify({ format: "tupelo", version: 1, cases })}${" ".repeat(fileCount)}`);
}
const CASES = [
  { caseId: "a", passed: true, score: 0.9, output: "yes" },
  { caseId: "b", passed: false, score: 0.1, output: "no\u0000pe" },
  { caseId: "c", passed: true, score: 0.5 },
];

function upload(
  body: Uint8Array,
  principal: Principal = own.principals.reviewer,
  releaseId: string | null = release,
) {
  const query = releaseId === null ? {} : { release: releaseId };
  return uploadEvalRun(testContext(test.db, principal), { params, query, body });
}
const runOf = (number: number) =>
  test.db.evalRun.findUniqueOrThrow({ where: { projectId_number: { projectId: own.project.id, number } } });
const countEvents = () => test.db.auditEvent.count({ where: { chain: own.project.id } });

describe("uploadEvalRun", () => {
  it("keeps the numbers, the cases, the raw bytes and one audit event", async () => {
    const events = await countEvents();
    const body = resultFile();
    const answer = await upload(body);
    expect(evalEndpoints.uploadEvalRun.response.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ number: 1, created: true, summary: { caseCount: 3, quality: 0.5 } });
    const content = await test.db.content.findUniqueOrThrow({ where: { digest: digestOf(body) } });
    expect(Buffer.from(content.bytes).equals(Buffer.from(body))).toBe(true);
    expect(await test.db.evalCase.count({ where: { run: { projectId: own.project.id, number: 1 } } })).toBe(
      3,
    );
    expect(await countEvents()).toBe(events + 1);
  });

  it("takes the evidence key from the release's own parts", async () => {
    const { number } = await upload(resultFile());
    const { evidenceKey } = await runOf(number);
    expect(evidenceKey).toMatchObject({ parts: { judge: { ref: "tone@1" } } });
  });

  it("makes one run of the same file for the same release, and another for another release", async () => {
    const body = resultFile();
    const first = await upload(body);
    const events = await countEvents();
    expect(await upload(body)).toEqual({ ...first, created: false });
    expect(await countEvents()).toBe(events);
    expect(await upload(body, own.principals.reviewer, base)).toMatchObject({
      created: true,
      number: first.number + 1,
    });
  });

  it("numbers runs without a gap, and makes one of five equal uploads at once", async () => {
    const { number } = await upload(resultFile());
    const body = resultFile();
    const same = await Promise.all(Array.from({ length: 5 }, () => upload(body)));
    expect(same.map((answer) => answer.number)).toEqual(Array(5).fill(number + 1));
    expect(same.filter((answer) => answer.created)).toHaveLength(1);
    const different = await Promise.all([upload(resultFile()), upload(resultFile()), upload(resultFile())]);
    expect(different.map((answer) => answer.number).sort((a, b) => a - b)).toEqual([
      number + 2,
      number + 3,
      number + 4,
    ]);
  });

  it("gives runs of other contents other digests", async () => {
    const [first, second] = [await upload(resultFile()), await upload(resultFile())];
    expect((await runOf(first.number)).digest).not.toBe((await runOf(second.number)).digest);
  });

  it("leaves a run without a release unpinned", async () => {
    const { number } = await upload(resultFile(), own.principals.author, null);
    expect(await runOf(number)).toMatchObject({ releaseId: null, evidenceKey: null, selfReported: false });
  });

  it("takes evidence about a quarantined release", async () => {
    const quarantine = {
      id: "qua_1",
      projectId: own.project.id,
      reason: "latency",
      environment: "production",
    };
    await test.db.quarantine.create({ data: { ...quarantine, releaseId: release, since: SEEDED_AT } });
    expect(await upload(resultFile())).toMatchObject({ created: true });
    await test.db.quarantine.updateMany({ data: { liftedAt: SEEDED_AT } });
  });

  it.each([
    ["whoever composed the release", "author", true],
    ["the owner of the key that sends it", "key", true],
    ["the author of a part that differs from production", "Rewriter", true],
    ["one of several authors of a part that differs", "pair", true],
    ["the author of a part that does not differ", "judge", false],
    ["a reviewer who wrote nothing", "reviewer", false],
  ])("says whether %s reports on himself", async (_name, who, selfReported) => {
    const { number } = await upload(resultFile(), await principalNamed(who));
    expect(await runOf(number)).toMatchObject({ selfReported });
  });

  it.each([
    ["a file that is no JSON", Buffer.from("nope"), "malformed-json"],
    ["JSON that is no result file", Buffer.from("{}"), "invalid-evals"],
    ["a run without cases", Buffer.from('{"format":"tupelo","version":1,"cases":[]}'), "invalid-evals"],
  ])("refuses %s and keeps nothing", async (_name, body, code) => {
    const before = await test.db.evalRun.count();
    await expect(upload(body)).rejects.toMatchObject({ code });
    expect(await test.db.evalRun.count()).toBe(before);
    expect(await test.db.content.findUnique({ where: { digest: digestOf(body) } })).toBeNull();
  });

  it("knows no release of another project", async () => {
    const asOther = testContext(test.db, other.principals.author);
    const foreign = { params: { project: "elsewhere" }, query: { release }, body: resultFile() };
    await expect(uploadEvalRun(asOther, foreign)).rejects.toMatchObject({ code: "not-found" });
    await expect(upload(resultFile(), other.principals.author)).rejects.toMatchObject({ code: "not-found" });
  });

  it("refuses roles and keys that may not send evidence", async () => {
    for (const role of ["viewer", "operator", "auditor", "admin"] as const) {
      await expect(upload(resultFile(), own.principals[role])).rejects.toMatchObject({ code: "forbidden" });
    }
    const reader = upload(resultFile(), own.keyWith("read", "releases:write"));
    await expect(reader).rejects.toMatchObject({ code: "insufficient-scope" });
    await expect(upload(resultFile(), own.keyWith("evals:write"))).resolves.toMatchObject({ created: true });
  });
});

async function principalNamed(name: string): Promise<Principal> {
  if (name === "key") return own.key;
  if (name === "author" || name === "reviewer") return own.principals[name];
  // Accounts keep e-mails in lower case; commits do not.
  return seedAccount(test.db, own.project, name.toLowerCase(), ["reviewer"]);
}

describe("reading eval runs", () => {
  const asViewer = () => testContext(test.db, own.principals.viewer);

  it("lists runs newest first, in pages, and of one release", async () => {
    const first = await listEvalRuns(asViewer(), { params, query: { limit: 2 } });
    expect(evalEndpoints.listEvalRuns.response.parse(first)).toEqual(first);
    const [newest, next] = first.items.map((item) => item.number);
    expect(next).toBe((newest ?? 0) - 1);
    const second = await listEvalRuns(asViewer(), {
      params,
      query: { limit: 2, cursor: first.nextCursor ?? "" },
    });
    expect(second.items[0]?.number).toBe((newest ?? 0) - 2);
    const ofBase = await listEvalRuns(asViewer(), { params, query: { limit: 50, release: base } });
    expect(ofBase.items.map((item) => item.releaseId)).toEqual([base]);
  });

  it("shows one run with its cases, worst first", async () => {
    const run = await getEvalRun(asViewer(), { params: { ...params, number: 1 } });
    expect(evalEndpoints.getEvalRun.response.parse(run)).toEqual(run);
    const of = { ...params, number: 1 };
    const cases = await listEvalCases(asViewer(), { params: of, query: { limit: 2, sort: "worst" } });
    expect(evalEndpoints.listEvalCases.response.parse(cases)).toEqual(cases);
    expect(cases.items.map((item) => item.caseId)).toEqual(["b", "c"]);
    const rest = { limit: 2, sort: "worst", cursor: cases.nextCursor ?? "" } as const;
    const next = await listEvalCases(asViewer(), { params: of, query: rest });
    expect([next.items.map((item) => item.caseId), next.nextCursor, next.total]).toEqual([["a"], null, 3]);
    const searched = { limit: 9, sort: "worst", search: "%" } as const;
    expect((await listEvalCases(asViewer(), { params: of, query: searched })).total).toBe(0);
    const worst = await getEvalCase(asViewer(), { params: { ...of, position: 1 } });
    expect(worst.output).toBe("no\ufffdpe");
  });

  it("knows nothing of other projects' runs", async () => {
    const asOther = testContext(test.db, other.principals.viewer);
    const elsewhere = { project: "elsewhere" };
    await expect(getEvalRun(asOther, { params: { ...elsewhere, number: 1 } })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(getEvalRun(asOther, { params: { ...params, number: 1 } })).rejects.toMatchObject({
      code: "not-found",
    });
    const foreign = listEvalRuns(asOther, { params, query: { limit: 1 } });
    await expect(foreign).rejects.toMatchObject({ code: "not-found" });
    expect((await listEvalRuns(asOther, { params: elsewhere, query: { limit: 1, release } })).items).toEqual(
      [],
    );
    const { nextCursor } = await listEvalRuns(asViewer(), { params, query: { limit: 1 } });
    const cursor = listEvalRuns(asOther, {
      params: elsewhere,
      query: { limit: 1, cursor: nextCursor ?? "" },
    });
    await expect(cursor).rejects.toMatchObject({ code: "bad-cursor" });
  });

  it("refuses a key that may only write", async () => {
    const ctx = testContext(test.db, own.keyWith("evals:write"));
    const refusal = { code: "insufficient-scope" };
    await expect(listEvalRuns(ctx, { params, query: { limit: 1 } })).rejects.toMatchObject(refusal);
    await expect(getEvalRun(ctx, { params: { ...params, number: 1 } })).rejects.toMatchObject(refusal);
  });
});
