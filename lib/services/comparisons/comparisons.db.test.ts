import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Comparison, comparisonEndpoints } from "../../contracts/comparisons.ts";
import { findNewestRun, listUnpinnedRunsOf, readEvidenceKey } from "../../db/queries/load-gate-evidence.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { digestOfEvidenceKey, evidenceKeyOf } from "../../domain/gates/evidence-key.ts";
import { uploadEvalRun } from "../evals/upload-eval-run.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { compareRuns } from "./compare-runs.ts";
import { getComparedCase } from "./get-compared-case.ts";
import { listComparedCases } from "./list-compared-cases.ts";

const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;
let base: string;
let better: string;
let rejudged: string;
let bytes = 0;
/** Numbers of runs, by what they are. */
const runs = { base: 0, better: 0, rejudged: 0, again: 0, unpinned: 0 };

const asViewer = () => testContext(test.db, own.principals.viewer);

async function compose(prompt: string, judge: string): Promise<string> {
  const components = [
    { kind: "prompt", name: "support", version: prompt },
    { kind: "judge", name: "groundedness", version: judge },
  ];
  const ctx = testContext(test.db, own.principals.author);
  return (await createRelease(ctx, { params, body: { components } })).id;
}

async function upload(release: string | null, scores: readonly number[], ids = "abcdefgh"): Promise<number> {
  bytes += 1;
  const cases = scores.map((score, index) => ({
    ...{
      caseId: ids.charAt(index),
      score,
      passed: score >= 0.5,
      output: `${score} said`,
      reason: `why ${score}`,
    },
  }));
  const body = Buffer.from(`${JSON.stringify({ format: "tupelo", version: 1, cases })}${" ".repeat(bytes)}`);
  const query = release === null ? {} : { release };
  const ctx = testContext(test.db, own.principals.reviewer);
  return (await uploadEvalRun(ctx, { params, query, body })).number;
}

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  const projectId = own.project.id;
  for (const version of ["1", "2", "3"]) {
    await seedArtifactVersion(test.db, { projectId, kind: "prompt", name: "support", version });
  }
  for (const version of ["6", "7"]) {
    await seedArtifactVersion(test.db, { projectId, kind: "judge", name: "groundedness", version });
  }
  [base, better, rejudged] = [await compose("1", "6"), await compose("2", "6"), await compose("3", "7")];
  runs.base = await upload(base, [0.5, 0.6, 0.7, 0.8, 0.9, 0.4, 0.5, 0.6]);
  runs.better = await upload(better, [0.6, 0.71, 0.8, 0.9, 0.98, 0.5, 0.3, 0.7]);
  runs.rejudged = await upload(rejudged, [0.6, 0.71, 0.79, 0.9, 0.98, 0.5, 0.61, 0.7]);
  runs.unpinned = await upload(null, [0.5]);
});
afterAll(() => test.drop());

async function compare(control: number, candidate: number): Promise<Comparison> {
  const answer = await compareRuns(asViewer(), { params, query: { control, candidate } });
  expect(comparisonEndpoints.compareRuns.response.parse(answer)).toEqual(answer);
  return answer;
}

describe("compareRuns", () => {
  it("says by how much, on what, and with which judge", async () => {
    const answer = await compare(runs.base, runs.better);
    expect(answer).toMatchObject({
      comparable: true,
      counts: { regressions: 1, improvements: 7, noLongerPass: 1 },
      numbers: { pairCount: 8, score: { control: 0.625 } },
      candidate: { judges: [{ name: "groundedness", version: "6", licence: { effective: "report_only" } }] },
    });
  });

  it("names the judge that differs, gives no number and the command that makes the runs comparable", async () => {
    const answer = await compare(runs.base, runs.rejudged);
    expect(answer).toMatchObject({
      comparable: false,
      differing: ["judge groundedness@6 against groundedness@7"],
      command: `tupelo eval --release ${base} --under ${rejudged} --model NAME --endpoint URL --upload`,
    });
    expect(answer).not.toHaveProperty("numbers");
    const query = { control: runs.base, candidate: runs.rejudged, show: "all", offset: 0, limit: 9 } as const;
    const cases = listComparedCases(asViewer(), { params, query });
    await expect(cases).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("a run without a release is comparable with none", async () => {
    expect(await compare(runs.base, runs.unpinned)).toMatchObject({
      comparable: false,
      differing: [`run ${runs.unpinned} names no release`],
    });
  });

  it("takes the base measured again under the candidate's judge", async () => {
    runs.again = await upload(base, [0.5, 0.6, 0.7, 0.8, 0.9, 0.4, 0.5, 0.59]);
    await putUnder(runs.again, rejudged);
    const query = { controlRelease: base, candidateRelease: rejudged };
    const answer = await compareRuns(asViewer(), { params, query });
    expect(answer).toMatchObject({
      comparable: true,
      control: { number: runs.again, underReleaseId: rejudged, judges: [{ version: "7" }] },
      verdict: { word: "better" },
    });
    // Against a release with the old judge the base's own run still counts.
    const old = await compareRuns(asViewer(), { params, query: { ...query, candidateRelease: better } });
    expect(old).toMatchObject({ comparable: true, control: { number: runs.base } });
    // And a run under another's instruments never speaks for its release as a candidate.
    expect(await findNewestRun(test.db, own.project.id, base)).toMatchObject({ number: runs.base });
  });

  it("knows nothing of other projects, and asks for two runs", async () => {
    const other = await seedProject(test.db, { slug: "elsewhere" });
    const ctx = testContext(test.db, other.principals.viewer);
    const query = { control: runs.base, candidate: runs.better };
    const foreign = compareRuns(ctx, { params: { project: "elsewhere" }, query });
    await expect(foreign).rejects.toMatchObject({ code: "not-found" });
    await expect(compareRuns(ctx, { params, query })).rejects.toMatchObject({ code: "not-found" });
    const alone = compareRuns(asViewer(), { params, query: { control: runs.base } });
    await expect(alone).rejects.toMatchObject({ code: "bad-request" });
  });
});

/** Tells the database that a run was made under another release's instruments, as the runner stores it. */
async function putUnder(number: number, under: string): Promise<void> {
  const run = await test.db.evalRun.findFirstOrThrow({ where: { number } });
  const parts = await test.db.releaseComponent.findMany({ where: { releaseId: under } });
  const stored = await readEvidenceKey(test.db, run);
  const key = evidenceKeyOf(parts, stored?.caseIdsDigest ?? "");
  await replaceRun(number, {
    evidenceKey: key,
    evidenceKeyDigest: digestOfEvidenceKey(key),
    underReleaseId: under,
  });
}

/** Runs are immutable: a test that needs one as the runner or an older program stored it switches the trigger off. */
async function replaceRun(number: number, data: Parameters<typeof test.db.evalRun.updateMany>[0]["data"]) {
  await test.db.$executeRaw`ALTER TABLE eval_run DISABLE TRIGGER USER`;
  await test.db.evalRun.updateMany({ where: { number }, data });
  await test.db.$executeRaw`ALTER TABLE eval_run ENABLE TRIGGER USER`;
}

describe("cases", () => {
  it("come worst first, can be narrowed down, and are paged", async () => {
    const pair = { control: runs.base, candidate: runs.better, offset: 0, limit: 200 };
    const all = await listComparedCases(asViewer(), { params, query: { ...pair, show: "all" } });
    expect(comparisonEndpoints.listComparedCases.response.parse(all)).toEqual(all);
    expect(all.total).toBe(8);
    expect(all.items[0]).toMatchObject({ caseId: "g", difference: -0.2 });
    const worse = await listComparedCases(asViewer(), { params, query: { ...pair, show: "regressions" } });
    expect(worse.items.map((item) => item.caseId)).toEqual(["g"]);
    const page = await listComparedCases(asViewer(), {
      params,
      query: { ...pair, show: "all", offset: 6, limit: 5 },
    });
    expect(page.items).toHaveLength(2);
  });

  it("show both answers and both reasons", async () => {
    const query = { control: runs.base, candidate: runs.better, caseId: "g" };
    const answer = await getComparedCase(asViewer(), { params, query });
    expect(comparisonEndpoints.getComparedCase.response.parse(answer)).toEqual(answer);
    expect(answer.control).toMatchObject([{ output: "0.5 said", reason: "why 0.5" }]);
    expect(answer.candidate).toMatchObject([{ output: "0.3 said", reason: "why 0.3" }]);
    const unknown = getComparedCase(asViewer(), { params, query: { ...query, caseId: "zz" } });
    await expect(unknown).rejects.toMatchObject({ code: "not-found" });
  });

  it("that changed their verdict between two runs of one release are flaky, and the difference is given without them", async () => {
    const second = await upload(better, [0.6, 0.71, 0.8, 0.9, 0.98, 0.5, 0.9, 0.7]);
    const answer = await compare(runs.base, second);
    expect(answer).toMatchObject({
      flaky: [{ caseId: "g", candidate: { passedCount: 1, measuredCount: 2 } }],
      numbers: { pairCount: 8 },
      withoutFlaky: { pairCount: 7 },
    });
  });
});

describe("what counts as evidence", () => {
  it("a key stored before the index was part of it is read from the release again", async () => {
    const run = await test.db.evalRun.findFirstOrThrow({ where: { number: runs.base } });
    const now = await readEvidenceKey(test.db, run);
    await replaceRun(runs.base, {
      evidenceKey: { parts: {}, caseIdsDigest: now?.caseIdsDigest ?? "" },
    });
    const stored = await test.db.evalRun.findFirstOrThrow({ where: { number: runs.base } });
    expect(await readEvidenceKey(test.db, stored)).toEqual(now);
  });

  it("a run that read something unpinned satisfies no gate, and is named with its reasons", async () => {
    const number = await upload(better, [0.9, 0.9]);
    await replaceRun(number, { unpinnedReasons: ['features "latest"'] });
    const newest = await findNewestRun(test.db, own.project.id, better);
    expect(newest?.number).toBeLessThan(number);
    expect(await listUnpinnedRunsOf(test.db, own.project.id, better)).toEqual([
      { number, reasons: ['features "latest"'] },
    ]);
    const pinned = await upload(better, [0.9, 0.8]);
    expect(await findNewestRun(test.db, own.project.id, better)).toMatchObject({ number: pinned });
    expect(await listUnpinnedRunsOf(test.db, own.project.id, better)).toEqual([]);
  });
});
