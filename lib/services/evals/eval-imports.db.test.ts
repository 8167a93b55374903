import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { createRelease } from "../releases/create-release.ts";
import { dumpTables } from "../testing/dump-tables.ts";
import { testContext } from "../testing/test-context.ts";
import { downloadEvalFile, exportEvalCases } from "./export-eval-run.ts";
import { getEvalRun } from "./get-eval-run.ts";
import { listEvalCases } from "./list-eval-cases.ts";
import { listEvalRuns } from "./list-eval-runs.ts";
import { uploadEvalRun } from "./upload-eval-run.ts";

const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;
let release: string;
let under: string;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  const of = { projectId: own.project.id, authorEmail: "writer@deploybuddy.example" };
  for (const version of ["1", "2"]) {
    await seedArtifactVersion(test.db, { ...of, kind: "judge", name: "tone", version });
  }
  await seedArtifactVersion(test.db, { ...of, kind: "model", name: "lora", version: "1.9" });
  release = await compose("1");
  under = await compose("2");
});
afterAll(() => test.drop());

const ctx = () => testContext(test.db, own.principals.reviewer);
async function compose(judge: string): Promise<string> {
  const components = [
    { kind: "judge", name: "tone", version: judge },
    { kind: "model", name: "lora", version: "1.9" },
  ];
  const author = testContext(test.db, own.principals.author);
  return (await createRelease(author, { params, body: { components } })).id;
}
const file = (caseCount: number, change: object = {}) =>
  Buffer.from(
    JSON.stringify({
      ...{ format: "tupelo", version: 1 },
      cases: Array.from({ length: caseCount }, (_, index) => ({
        ...{ caseId: `case-${index}`, score: (index % 11) / 10, passed: index % 11 > 5, tags: ["sla"] },
        ...{ output: "=HYPERLINK(1)", metrics: { brevity: 0.5 }, ...change },
      })),
    }),
  );
const upload = (body: Uint8Array, query: object = {}) =>
  uploadEvalRun(ctx(), { params, query: { release, ...query }, body });

describe("how an upload is read", () => {
  it("is measured with the instruments of the release it names with under", async () => {
    const { number } = await upload(file(3), { under });
    const run = await getEvalRun(ctx(), { params: { ...params, number } });
    expect(run.evidenceParts).toMatchObject({ judge: { ref: "tone@2" } });
    expect(run).toMatchObject({ underReleaseId: under, unpinnedReasons: [], tags: ["sla"] });
  });

  it("keeps a run that read what moves, with the reason, apart from the pinned ones", async () => {
    const conditions = JSON.stringify({ model: "production" });
    const answer = await upload(file(4), { conditions });
    expect(answer.unpinnedReasons).toEqual([
      'The run read model "production", which names no fixed version. The release pins model lora@1.9.',
    ]);
    const query = { limit: 50, unpinned: "true" } as const;
    const listed = await listEvalRuns(ctx(), { params, query });
    expect(listed.items.map((item) => item.number)).toEqual([answer.number]);
  });

  it("is one run when it is read in the same way, and another when it is not", async () => {
    const body = file(5);
    const first = await upload(body);
    expect(await upload(body)).toEqual({ ...first, created: false });
    expect(await upload(body, { under })).toMatchObject({ created: true });
    expect(await upload(body, { conditions: '{"model":"lora@1.9"}' })).toMatchObject({ created: true });
  });

  it("is given back byte for byte, and as CSV without formulas", async () => {
    const body = file(600);
    const { number } = await upload(body);
    const of = { params: { ...params, number } };
    expect(Buffer.from(await downloadEvalFile(ctx(), of)).equals(body)).toBe(true);
    const lines = (await new Response(await exportEvalCases(ctx(), of)).text()).trim().split("\r\n");
    expect(lines).toHaveLength(601);
    expect(lines[1]).toContain(`"'=HYPERLINK(1)"`);
  });
});

describe("a wrong upload leaves nothing", () => {
  const native = (value: string) =>
    `{"format":"tupelo","version":1,"cases":[{"caseId":"a","score":1,"passed":true,${value}}]}`;
  it.each([
    ["truncated JSON", '{"format":"tupelo","cases":[', {}],
    ["another tool's file", '{"audits":{}}', {}],
    ["nothing", "", {}],
    ["NaN", native('"costUsd":NaN'), {}],
    ["infinity", native('"costUsd":1e400'), {}],
    ["an unknown field", native('"speed":1'), {}],
    ["__proto__", native('"__proto__":{}'), {}],
    ["a key twice", native('"output":"a","output":"b"'), {}],
    ["a case twice", "caseId,score\na,1\na,1", {}],
    ["a depth bomb", "[".repeat(100_000), {}],
    ["an entity bomb", '<!DOCTYPE x [<!ENTITY a "b">]><testsuites/>', {}],
    ["a column map of nonsense", "caseId,score\na,1", { columns: "speed=x" }],
    ["conditions of nonsense", native('"output":"a"'), { conditions: "[1]" }],
    ["a release that is not there as under", native('"output":"a"'), { under: "0123456789" }],
  ])("%s", async (_name, text, query) => {
    const before = await dumpTables(test.db, ["public", "graphile_worker"]);
    await expect(upload(Buffer.from(text), query)).rejects.toMatchObject({ name: "AppError" });
    expect(await dumpTables(test.db, ["public", "graphile_worker"])).toEqual(before);
  });
});

describe("a large run", () => {
  it("takes 10,000 cases with long answers, and shows them in pages", async () => {
    const { number } = await upload(file(10_000, { output: "x".repeat(5_000) }));
    const query = { limit: 500, sort: "best", search: "CASE-99" } as const;
    const page = await listEvalCases(ctx(), { params: { ...params, number }, query });
    expect(page.total).toBe(111);
  }, 60_000);
});
