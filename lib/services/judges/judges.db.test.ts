import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeEndpoints } from "../../contracts/judges.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedAccount, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { Principal } from "../../domain/access/principal.ts";
import { uploadEvalRun } from "../evals/upload-eval-run.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { getJudge } from "./get-judge.ts";
import { grantLicence } from "./grant-licence.ts";
import { labelCase } from "./label-case.ts";
import { listCasesToLabel } from "./list-cases-to-label.ts";

const params = { project: "deploybuddy", name: "tone", version: "1" };
const CASES = Array.from({ length: 60 }, (_, index) => ({
  ...{ caseId: `c${index}`, passed: index % 2 === 0, score: index % 2 === 0 ? 0.9 : 0.2 },
  ...{ output: `answer ${index}`, reason: `the judge's secret word on ${index}` },
}));
let test: TestDatabase;
let own: SeededProject;
let writer: Principal;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  writer = await seedAccount(test.db, own.project, "writer", ["reviewer"]);
  const projectId = own.project.id;
  const authorEmail = "Writer@deploybuddy.example";
  await seedArtifactVersion(test.db, { projectId, kind: "prompt", name: "support", version: "1" });
  for (const version of ["1", "2"]) {
    await seedArtifactVersion(test.db, { projectId, kind: "judge", name: "tone", version, authorEmail });
  }
  const components = [
    { kind: "prompt", name: "support", version: "1" },
    { kind: "judge", name: "tone", version: "1" },
  ];
  const asAuthor = testContext(test.db, own.principals.author);
  const release = await createRelease(asAuthor, { params, body: { components } });
  const body = Buffer.from(JSON.stringify({ format: "tupelo", version: 1, cases: CASES }));
  await uploadEvalRun(as("reviewer"), { params, query: { release: release.id }, body });
});
afterAll(() => test.drop());

const as = (who: keyof SeededProject["principals"] | Principal) =>
  testContext(test.db, typeof who === "string" ? own.principals[who] : who, { now: () => SEEDED_AT });
const open = (who: Parameters<typeof as>[0], version = "1") =>
  listCasesToLabel(as(who), { params: { ...params, version }, query: { limit: 50 } });
const label = (who: Parameters<typeof as>[0], position: number, passed: boolean) =>
  labelCase(as(who), { params, body: { runNumber: 1, position, passed, comment: "" } });
const grant = (who: Parameters<typeof as>[0], level: "report_only" | "may_pause" | "may_roll_back") =>
  grantLicence(as(who), { params, body: { level, reason: "Labelled by two people." } });
const read = (version?: string) => getJudge(as("viewer"), { params, query: { version } });

describe("labelling", () => {
  it("offers judged answers without the judge's word, to each person his own", async () => {
    const answer = await open("author");
    expect(judgeEndpoints.listCasesToLabel.response.parse(answer)).toEqual(answer);
    expect(answer.left).toBe(60);
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(answer.items.map((item) => item.position)).not.toEqual(
      [...answer.items.map((item) => item.position)].sort((a, b) => a - b),
    );
  });

  it("tells the judge's word once the label is kept, with an audit event", async () => {
    const events = await test.db.auditEvent.count();
    expect(await label("author", 3, false)).toEqual({
      ...{ judgePassed: false, agrees: true, judgeReason: "the judge's secret word on 3" },
    });
    expect(await test.db.auditEvent.count()).toBe(events + 1);
    expect((await open("author")).left).toBe(59);
    expect((await open("reviewer")).left).toBe(60);
  });

  it("counts the newest label of a person, and keeps the older one", async () => {
    await label("author", 5, true);
    await label("author", 5, false);
    const { licence, labels } = await read("1");
    expect(labels.filter((each) => each.caseId === "c5")).toHaveLength(2);
    expect(licence.calibration).toMatchObject({ n: 2, agreement: 1 });
  });

  it("knows no answer that another version judged, or nobody", async () => {
    expect((await open("author", "2")).left).toBe(0);
    await expect(label("author", 99, true)).rejects.toMatchObject({ code: "not-found" });
    const other = { params: { ...params, version: "2" } };
    const body = { runNumber: 1, position: 1, passed: true, comment: "" };
    await expect(labelCase(as("author"), { ...other, body })).rejects.toMatchObject({ code: "not-found" });
  });

  it("is for authors and reviewers", async () => {
    for (const role of ["viewer", "operator", "auditor", "admin"] as const) {
      await expect(label(role, 1, true)).rejects.toMatchObject({ code: "forbidden" });
      await expect(open(role)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(label(own.key, 1, true)).rejects.toMatchObject({ code: "insufficient-scope" });
  });
});

describe("licences", () => {
  it("start at report only, and are refused above the calibration with its numbers", async () => {
    expect((await read("1")).licence).toMatchObject({ effective: "report_only", granted: "report_only" });
    await expect(grant("reviewer", "may_pause")).rejects.toMatchObject({
      code: "blocked",
      detail: expect.stringContaining("2 of 50 labelled answers"),
    });
  });

  it("are granted up to what the labels earn, by a reviewer who did not write the judge", async () => {
    for (const [position, { passed }] of CASES.entries()) await label("author", position, passed);
    await expect(grant(writer, "may_pause")).rejects.toMatchObject({ code: "self-approval" });
    await expect(grant("author", "may_pause")).rejects.toMatchObject({ code: "forbidden" });
    await expect(grant("reviewer", "may_roll_back")).rejects.toMatchObject({ code: "blocked" });
    const licence = await grant("reviewer", "may_pause");
    expect(judgeEndpoints.grantLicence.response.parse(licence)).toEqual(licence);
    expect(licence).toMatchObject({ effective: "may_pause", granted: "may_pause", earned: "may_pause" });
    const event = await test.db.auditEvent.findFirstOrThrow({ where: { action: "judge.licence_granted" } });
    expect(event).toMatchObject({ resourceId: "tone@1", reason: "Labelled by two people." });
  });

  it("fall by themselves when later labels disagree", async () => {
    for (const [position, { passed }] of CASES.entries()) {
      if (position < 20) await label("author", position, !passed);
    }
    expect((await read("1")).licence).toMatchObject({ granted: "may_pause", effective: "report_only" });
  });

  it("belong to a version: the next one starts at report only", async () => {
    const newest = await read();
    expect(judgeEndpoints.getJudge.response.parse(newest)).toEqual(newest);
    expect(newest).toMatchObject({ version: "2", versions: ["2", "1"], grants: [], labels: [] });
    expect(newest.licence).toMatchObject({ effective: "report_only", calibration: { n: 0 } });
  });
});
