import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { promotionEndpoints } from "../../contracts/promotions.ts";
import { releaseGateEndpoints } from "../../contracts/release-gates.ts";
import { releaseEndpoints } from "../../contracts/releases.ts";
import { assessPromotion } from "../../db/queries/assess-promotion.ts";
import { saveGateResult } from "../../db/repositories/gate-results.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { uploadEvalRun } from "../evals/upload-eval-run.ts";
import { getPromotion } from "../promotions/read-promotions.ts";
import { testContext } from "../testing/test-context.ts";
import { createRelease } from "./create-release.ts";
import { getReleaseGates } from "./get-release-gates.ts";
import { listReleases } from "./list-releases.ts";

const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;
let base: string;
let candidate: string;
let runs = 0;

const asViewer = () => testContext(test.db, own.principals.viewer);
const gatesOf = (releaseId: string) => getReleaseGates(asViewer(), { params: { ...params, releaseId } });

async function marksOf(releaseId: string) {
  const { items } = await listReleases(asViewer(), { params, query: { limit: 50 } });
  return items.find(({ id }) => id === releaseId)?.gates;
}

async function compose(version: string, minute: number): Promise<string> {
  const { id: projectId } = own.project;
  const files = { [`prompts/support/support@${version}.md`]: `Answer ${version}.\n` };
  await seedArtifactVersion(test.db, { projectId, kind: "prompt", name: "support", version, files });
  const now = () => new Date(SEEDED_AT.getTime() + minute * 60_000);
  const ctx = testContext(test.db, own.principals.author, { now });
  const body = { components: [{ kind: "prompt", name: "support", version }] };
  return (await createRelease(ctx, { params, body })).id;
}

async function upload(release: string, score: number, conditions?: string): Promise<void> {
  runs += 1;
  const cases = ["a", "b", "c"].map((caseId) => ({
    ...{ caseId, score, passed: true, totalTokens: 600, latencyMs: 800, costUsd: 0.001 },
  }));
  const text = JSON.stringify({ format: "tupelo", version: 1, cases }) + " ".repeat(runs);
  const query = conditions === undefined ? { release } : { release, conditions };
  const ctx = testContext(test.db, own.principals.reviewer);
  await uploadEvalRun(ctx, { params, query, body: Buffer.from(text) });
}

/** What a proposal keeps: the assessment of this moment. */
async function propose(): Promise<void> {
  const { project, principals } = own;
  const asked = { releaseId: candidate, environment: "production", baseReleaseId: base, now: SEEDED_AT };
  const assessment = await assessPromotion(test.db, project, { ...asked, authorId: "" });
  const row = {
    ...{ projectId: project.id, number: 1, environment: "production", releaseId: candidate },
    ...{ baseReleaseId: base, title: "Try it", state: "gates", authorId: principals.author.id },
    ...{ authorName: "author", policyLabel: assessment.subject.policyLabel, createdAt: SEEDED_AT },
  };
  await test.db.promotion.create({ data: row });
  await test.db.$transaction((tx) =>
    saveGateResult(tx, { projectId: project.id, promotionNumber: 1, assessment, now: SEEDED_AT }),
  );
}

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  [base, candidate] = [await compose("1", 0), await compose("2", 1)];
  await test.db.environment.updateMany({
    where: { projectId: own.project.id, name: "production" },
    data: { desiredReleaseId: base },
  });
});
afterAll(() => test.drop());

describe("the gates of a release", () => {
  it("say that nothing was measured before anything was", async () => {
    const answer = await gatesOf(candidate);
    expect(releaseGateEndpoints.getReleaseGates.response.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ environment: "production", baseReleaseId: base, verdict: "not_run" });
    expect(answer.marks.eval).toBe("not_run");
    expect(await marksOf(candidate)).toEqual({ fast: "not_judged", eval: "not_run" });
  });

  it("have no base for what production desires already", async () => {
    expect((await gatesOf(base)).baseReleaseId).toBeNull();
  });

  it("name a run on what moves unpinned, in the list and on the page", async () => {
    await upload(candidate, 0.8, JSON.stringify({ prompt: "support@latest" }));
    expect((await gatesOf(candidate)).marks.eval).toBe("unpinned");
    expect(await marksOf(candidate)).toEqual({ fast: "not_judged", eval: "unpinned" });
  });

  it("are the promotion's own: the same terms by the same rules, kept for the list", async () => {
    await upload(base, 0.7);
    await upload(candidate, 0.8);
    expect(await marksOf(candidate)).toEqual({ fast: "not_judged", eval: "not_judged" });
    await propose();
    const answer = await gatesOf(candidate);
    const asked = { releaseId: candidate, environment: "production", baseReleaseId: base, now: SEEDED_AT };
    const assessed = await assessPromotion(test.db, own.project, { ...asked, authorId: "" });
    expect(answer.terms).toEqual(assessed.gate.terms);
    expect(answer.fastChecks).toEqual(assessed.fastChecks);
    expect(answer.verdict).toBe("pass");
    expect(answer.marks.eval).toBe("passed");
    expect(await marksOf(candidate)).toEqual(answer.marks);
  });

  it("stay what a pinned run made them when a newer run reads what moves; the promotion names that run", async () => {
    await upload(candidate, 0.2, JSON.stringify({ prompt: "support@latest" }));
    expect((await gatesOf(candidate)).marks.eval).toBe("passed");
    expect(await marksOf(candidate)).toMatchObject({ eval: "passed" });
    const answer = await getPromotion(asViewer(), { params: { ...params, number: 1 } });
    expect(promotionEndpoints.getPromotion.response.parse(answer)).toEqual(answer);
    expect(answer.gate.evidence.map(({ role, number }) => [role, number])).toEqual([
      ["candidate", 3],
      ["control", 2],
    ]);
    expect(answer.gate.unpinned).toEqual([
      { role: "candidate", number: 4, reasons: [expect.stringContaining("latest")] },
    ]);
  });

  it("keep the list's promise", async () => {
    const answer = await listReleases(asViewer(), { params, query: { limit: 50 } });
    expect(releaseEndpoints.listReleases.response.parse(answer)).toEqual(answer);
  });

  it("are nobody's business outside the project", async () => {
    const other = await seedProject(test.db, { slug: "elsewhere" });
    const outsider = testContext(test.db, other.principals.admin);
    const asked = { params: { ...params, releaseId: candidate } };
    await expect(getReleaseGates(outsider, asked)).rejects.toMatchObject({ code: "not-found" });
    const unknown = { params: { ...params, releaseId: "0000000000" } };
    await expect(getReleaseGates(asViewer(), unknown)).rejects.toMatchObject({ code: "not-found" });
  });
});
