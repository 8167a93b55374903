import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { promptEndpoints } from "../../contracts/prompts.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { Principal } from "../../domain/access/principal.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { getPrompt } from "./get-prompt.ts";
import { renderPrompt } from "./render-prompt.ts";

let test: TestDatabase;
let own: SeededProject;
let other: SeededProject;
let served: string;
let candidate: string;
const project = "deploybuddy";
const at = (day: number) => new Date(Date.UTC(2026, 4, day));

const MANIFEST = `---
manifest: 1
variables:
  - { name: question, type: string, boundBy: request, example: Why did it fail? }
fewShot: []
tools: []
guardrailPolicy: support-safety@1.4
outputSchema: answer.schema.json
recordedResponses: recorded.jsonl
results:
  - { goldenSet: "support_golden@3", quality: 0.87 }
costs:
  - { generationSettings: default@3, costUsdPerRequest: 0.0004, latencyP95Ms: 970 }
---
Answer {{question}} shortly.
`;

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  other = await seedProject(test.db, { slug: "elsewhere" });
  const projectId = own.project.id;
  const seed = (kind: string, name: string, version: string, files: Record<string, string>, day = 1) =>
    seedArtifactVersion(test.db, { projectId, kind, name, version, files, authoredAt: at(day) });
  await seed("prompt", "support", "2.8", { "prompts/support@2.8.md": "Answer {{question}}." }, 1);
  const files = {
    "prompts/support@2.9.md": MANIFEST,
    "prompts/answer.schema.json": '{"type":"object","required":["answer"]}',
    "prompts/recorded.jsonl": '{"answer":"a"}\n{"reply":"b"}\n',
  };
  await seed("prompt", "support", "2.9", files, 2);
  const price = "price: { inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 8 }";
  const model = (version: string) =>
    `registryUri: models:/lora/${version}\nsha256: ${"a".repeat(64)}\nbase: llama-3.1-8b-instruct\n`;
  await seed("model", "lora", "1.9", { "models/lora@1.9.yaml": `${model("1.9")}${price}\n` });
  await seed("model", "lora", "2.0", { "models/lora@2.0.yaml": model("2.0") });
  const incomplete = MANIFEST.replace(/results:\n.*\n/, "");
  await seed("prompt", "incomplete", "1", { "prompts/incomplete@1.md": incomplete });
  served = await compose("2.8", "1.9");
  candidate = await compose("2.9", "2.0");
  await test.db.repositorySync.create({ data: { projectId, layout: { monthlyRequests: 1_000_000 } } });
  const environmentId = own.environments.production;
  const serve = (version: number, controlReleaseId: string, day: number) =>
    test.db.allocation.create({
      data: {
        ...{ environmentId, version, projectId, controlReleaseId, candidateReleaseId: null },
        ...{ shareBp: 0, cause: "adopted", createdAt: at(day) },
      },
    });
  await serve(1, served, 3);
  await serve(2, candidate, 4);
  await serve(3, served, 5);
  await measure(1, [{ score: 1, outputTokens: 100 }]);
  await measure(2, [{ score: 1, outputTokens: null }]);
});
afterAll(() => test.drop());

async function measure(number: number, cases: { score: number; outputTokens: number | null }[]) {
  const summary = { caseCount: 1, errorCount: 0, quality: 1, passRate: 1, caseIdsDigest: "x" };
  const unmeasured = { tokensMean: null, latencyP95Ms: null, costUsdMean: null };
  await test.db.evalRun.create({
    data: {
      ...{ id: `run_${number}`, projectId: own.project.id, number, releaseId: served, caseCount: 1 },
      ...{ format: "native", rawDigest: `sha256:${"a".repeat(64)}`, digest: "d", createdAt: SEEDED_AT },
      ...{ sentBy: "key:ci", sentByName: "ci", selfReported: false, summary: { ...summary, ...unmeasured } },
      cases: {
        create: cases.map((row, position) => ({ position, caseId: `c${position}`, passed: true, ...row })),
      },
    },
  });
}

const as = (principal: Principal) => testContext(test.db, principal, { now: () => SEEDED_AT });
const viewer = () => as(own.principals.viewer);
const read = (version: string) =>
  getPrompt(viewer(), { params: { project, name: "support", version } }).then((answer) =>
    promptEndpoints.getPrompt.response.parse(answer),
  );
const render = (version: string, values: { name: string; value: string }[]) =>
  renderPrompt(viewer(), { params: { project, name: "support", version }, body: { values } });

async function compose(prompt: string, model: string): Promise<string> {
  const components = [
    { kind: "prompt", name: "support", version: prompt },
    { kind: "model", name: "lora", version: model },
  ];
  return (await createRelease(as(own.principals.author), { params: { project }, body: { components } })).id;
}

describe("getPrompt", () => {
  it("reads a manifest from git's own text, and holds its recorded responses against its schema", async () => {
    const prompt = await read("2.9");
    expect(prompt).toMatchObject({
      form: "manifest",
      promisesCompleteness: true,
      missingParts: [],
      guardrailPolicy: "support-safety@1.4",
      outputSchema: "answer.schema.json",
    });
    expect(prompt.variables).toMatchObject([
      {
        name: "question",
        boundBy: "request",
        example: "Why did it fail?",
        isDeclared: true,
        isUsed: true,
        line: 15,
      },
    ]);
    expect(prompt.lint.filter(({ verdict }) => verdict === "fail")).toMatchObject([
      { code: "recorded_responses", line: 2, message: expect.stringContaining("1 of 2") },
    ]);
  });

  it("says how many tokens it has, and how many more than the version before", async () => {
    const [before, after] = [await read("2.8"), await read("2.9")];
    expect(before.tokens).toMatchObject({ previousVersion: null, difference: null });
    expect(after.tokens.previousVersion).toBe("2.8");
    expect(after.tokens.difference).toBe((after.tokens.count ?? 0) - (before.tokens.count ?? 0));
    expect(after.versions.map(({ version, tokens }) => [version, tokens])).toEqual([
      ["2.9", after.tokens.count],
      ["2.8", before.tokens.count],
    ]);
  });

  it("prices the template and the measured answer with each model, at the month's traffic", async () => {
    const { costs, tokens, monthlyRequests } = await read("2.8");
    expect(monthlyRequests).toBe(1_000_000);
    const perRequest = ((tokens.count ?? 0) * 2 + 100 * 8) / 1_000_000;
    expect(costs).toMatchObject([
      {
        ...{ model: "lora@1.9", priceSource: "manifest", meanOutputTokens: 100, missing: [] },
        tokensWords: "estimated with o200k_base",
        costUsdPerRequest: expect.closeTo(perRequest, 12),
        costUsdPerMonth: expect.closeTo(perRequest * 1_000_000, 6),
      },
    ]);
  });

  it("has no cost, and says why, where no price is known and nothing was measured", async () => {
    const { costs } = await read("2.9");
    expect(costs).toMatchObject([{ model: "lora@2.0", priceSource: null, costUsdPerMonth: null }]);
    expect(costs[0]?.missing).toHaveLength(2);
  });

  it("says where it is and was used, with times from what gateways were told", async () => {
    const [before, after] = [await read("2.8"), await read("2.9")];
    expect(before).toMatchObject({ usedBy: [served], servedVersion: "2.8" });
    expect(before.served.map(({ from, until }) => [from, until])).toEqual([
      [at(5).toISOString(), null],
      [at(3).toISOString(), at(4).toISOString()],
    ]);
    expect(after.served).toMatchObject([
      { environment: "production", releaseId: candidate, until: at(5).toISOString() },
    ]);
    expect(before.versions.map(({ servedIn }) => servedIn)).toEqual([[], ["production"]]);
    expect(before.evalRuns.map(({ releaseId }) => releaseId)).toEqual([served, served]);
    expect(after.evalRuns).toEqual([]);
  });

  it.each([
    ["another version", { project, name: "support", version: "9" }],
    ["another name", { project, name: "nobody", version: "2.8" }],
  ])("knows nothing of %s", async (_name, params) => {
    await expect(getPrompt(viewer(), { params })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a manifest that promises completeness and lacks a part", () => {
  it("cannot be made a release, and the part is named", async () => {
    const components = [{ kind: "prompt", name: "incomplete", version: "1" }];
    const composing = createRelease(as(own.principals.author), { params: { project }, body: { components } });
    await expect(composing).rejects.toMatchObject({
      code: "invalid-artifact",
      detail: expect.stringContaining("results per golden set"),
    });
    expect(await test.db.releaseComponent.count({ where: { name: "incomplete" } })).toBe(0);
  });
});

describe("renderPrompt", () => {
  it("fills in what it is given, counts it, and changes nothing", async () => {
    const answer = await render("2.9", [{ name: "question", value: "{{question}} $& {{7*7}}" }]);
    expect(answer).toMatchObject({ text: "Answer {{question}} $& {{7*7}} shortly.\n", unresolved: [] });
    expect(answer.tokens).toBeGreaterThan(5);
    expect(await render("2.8", [{ name: "other", value: "x" }])).toMatchObject({
      unresolved: ["question"],
      unknown: ["other"],
    });
  });

  it.each([
    ["51 values", Array.from({ length: 51 }, (_, index) => ({ name: `v${index}`, value: "" }))],
    ["a value over 20,000 characters", [{ name: "a", value: "x".repeat(20_001) }]],
    [
      "a name twice",
      [
        { name: "a", value: "" },
        { name: "a", value: "" },
      ],
    ],
  ])("does not take %s", (_name, values) => {
    expect(promptEndpoints.renderPrompt.body.safeParse({ values }).success).toBe(false);
  });
});

describe("who may read prompts", () => {
  it("is every member and a key that reads; nobody else", async () => {
    const params = { project, name: "support", version: "2.8" };
    for (const principal of [...Object.values(own.principals), own.keyWith("read")]) {
      await expect(getPrompt(as(principal), { params })).resolves.toBeDefined();
      await expect(renderPrompt(as(principal), { params, body: { values: [] } })).resolves.toBeDefined();
    }
    for (const principal of [other.principals.admin, other.key]) {
      await expect(getPrompt(as(principal), { params })).rejects.toMatchObject({ code: "not-found" });
      await expect(renderPrompt(as(principal), { params, body: { values: [] } })).rejects.toMatchObject({
        code: "not-found",
      });
    }
    const writer = as(own.keyWith("evals:write"));
    await expect(getPrompt(writer, { params })).rejects.toMatchObject({ code: "insufficient-scope" });
  });
});
