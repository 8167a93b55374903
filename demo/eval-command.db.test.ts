import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiWorld, createApiWorld } from "../app/api/testing/api-world.ts";
import { type ServedRoutes, serveRoutes } from "../app/api/testing/serve-routes.ts";
import { type EvalOptions, runEval } from "../cli/eval.ts";
import { seedArtifactVersion } from "../lib/db/testing/seed-artifact-version.ts";
import { type ChatEndpoint, startChatEndpoint } from "../lib/evals/testing/chat-endpoint.ts";
import { createApiKey } from "../lib/services/access/create-api-key.ts";
import { compareRuns } from "../lib/services/comparisons/compare-runs.ts";
import { createRelease } from "../lib/services/releases/create-release.ts";
import { testContext } from "../lib/services/testing/test-context.ts";

let world: ApiWorld;
let door: ServedRoutes;
let model: ChatEndpoint;
let directory: string;
let key: string;
let said: string[];
let base: string;
let candidate: string;

const params = { project: "alpha" };
const as = (person: "author" | "admin" | "viewer") => {
  const { facts } = world;
  return testContext(
    facts.test.db,
    { ...facts.people[person], provedAt: facts.now },
    { now: () => facts.now },
  );
};
const goldenLine = (id: string) =>
  JSON.stringify({ id, question: `${id}?`, vars: { user: "Ada" }, contains: "fine" });

const indexOf = (side: string) => `corpus: { source: ${side}, snapshot: 2026-03-28, documents: 4 }
chunker: sentence@3
embedding: embed@2
normalize: l2
filters: [status = published]
metric: cosine
buildJob: index-${side}
sha256: ${"b".repeat(64)}
`;

/** Two releases that differ in everything that an answer or its score depends on. */
async function compose(side: "base" | "candidate", cases: string[]): Promise<string> {
  const text: Record<string, [string, string]> = {
    prompt: ["prompts/x.md", `This is the ${side}'s prompt. Help {{user}}: {{question}}\n`],
    model: [
      "models/x.yaml",
      `registryUri: models:/${side}/1\nsha256: ${"a".repeat(64)}\nprice: { inputUsdPerMillionTokens: 1000, outputUsdPerMillionTokens: 0 }\n`,
    ],
    golden_set: ["golden/x.jsonl", cases.map(goldenLine).join("\n")],
    judge: [
      "judges/x.md",
      `---\nmodel: judge-of-${side}-2026-01-01\nprice: { inputUsdPerMillionTokens: 0, outputUsdPerMillionTokens: 0 }\n---\nThis is the ${side}'s rubric.\n`,
    ],
    retrieval_index: ["indexes/x.yaml", indexOf(side)],
    generation_settings: ["settings/x.yaml", `temperature: ${side === "base" ? 0.1 : 0.7}\n`],
  };
  const { facts } = world;
  const components = [];
  for (const [kind, [path, content]] of Object.entries(text)) {
    const part = { kind, name: `eval-${kind.replace("_", "-")}`, version: side === "base" ? "1" : "2" };
    await seedArtifactVersion(facts.test.db, {
      ...part,
      projectId: facts.project.id,
      files: { [path]: content },
    });
    components.push(part);
  }
  return (await createRelease(as("author"), { params, body: { components } })).id;
}

beforeAll(async () => {
  world = await createApiWorld();
  await world.use(world.facts.test);
  door = await serveRoutes(world.routes);
  model = await startChatEndpoint(({ model: asked }) => ({
    text: asked.startsWith("judge") ? '{"score": 0.8, "reason": "good"}' : "All is fine.",
  }));
  const scopes = ["read", "evals:write"] as const;
  const made = { project: "alpha", name: "runner", environment: null, scopes, expiresInDays: 9 };
  key = (await createApiKey(as("admin"), made)).secret;
  base = await compose("base", ["a", "b"]);
  candidate = await compose("candidate", ["a", "b", "c"]);
}, 120_000);
afterAll(async () => {
  await door.close();
  await model.close();
  await world.close();
  if (existsSync(directory)) rmSync(directory, { recursive: true });
});
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tupelo-eval-"));
  said = [];
  model.requests.length = 0;
});

/** Runs the command without a folder, as it stands on the page of a comparison. */
function evaluate(options: Partial<EvalOptions>) {
  return runEval(
    null,
    {
      ...{ model: "small", endpoint: model.url, repeats: "1", concurrency: "1", upload: true },
      ...{ out: join(directory, "run.json"), project: "alpha", url: door.url, ...options },
    },
    {
      keys: { model: null, console: key },
      say: (line) => said.push(line),
      signal: new AbortController().signal,
    },
  );
}

const newestRun = () => world.facts.test.db.evalRun.findFirstOrThrow({ orderBy: { number: "desc" } });

describe("tupelo eval --release, without a folder", () => {
  it("measures a release with its own parts and sends the run", async () => {
    expect([await evaluate({ release: candidate }), said]).toMatchObject([0, expect.anything()]);
    const run = await newestRun();
    expect(run).toMatchObject({
      releaseId: candidate,
      underReleaseId: null,
      unpinnedReasons: [],
      origin: "upload",
    });
    expect(run.conditions).toMatchObject({
      goldenSet: ["eval-golden-set@2"],
      index: ["eval-retrieval-index@2"],
    });
  });

  it("measures the base's prompt and model with the candidate's golden set, judge, index and settings", async () => {
    expect(await evaluate({ release: base, under: candidate, budget: "1" })).toBe(0);
    const answers = model.requests.filter(({ model: asked }) => asked === "small");
    const judged = model.requests.filter(({ model: asked }) => asked === "judge-of-candidate-2026-01-01");
    expect(answers).toHaveLength(3);
    expect(judged).toHaveLength(3);
    expect(answers[0]?.temperature).toBe(0.7);
    expect(JSON.stringify(answers)).toContain("the base's prompt");
    expect(JSON.stringify(judged)).toContain("the candidate's rubric");
    expect(JSON.stringify(model.requests)).not.toMatch(/candidate's prompt|base's rubric|PerMillionTokens/);
    const run = await newestRun();
    expect(run).toMatchObject({ releaseId: base, underReleaseId: candidate, unpinnedReasons: [] });
    expect(run.conditions).toEqual({
      prompt: ["eval-prompt@1"],
      model: ["eval-model@1"],
      goldenSet: ["eval-golden-set@2"],
      judge: ["eval-judge@2"],
      index: ["eval-retrieval-index@2"],
      settings: ["eval-generation-settings@2"],
    });
    expect(await world.facts.test.db.evalCase.findFirst({ where: { runId: run.id } })).toMatchObject({
      score: 0.8,
      costUsd: 0.1,
    });
  });

  it("makes the base comparable with the candidate", async () => {
    const query = { controlRelease: base, candidateRelease: candidate };
    const answer = await compareRuns(as("viewer"), { params, query });
    expect(answer).toMatchObject({ comparable: true, numbers: { pairCount: 3 } });
  });

  it.each([
    { name: "no release", options: { under: "0123456789" }, says: "Name the release" },
    {
      name: "an unknown release to measure under",
      options: { under: "0123456789", release: "base" },
      says: "404",
    },
  ])("refuses $name with exit code 2, before a model is asked", async ({ options, says }) => {
    const release = "release" in options ? base : undefined;
    expect(await evaluate({ ...options, release })).toBe(2);
    expect(said.join("\n")).toContain(says);
    expect(model.requests).toHaveLength(0);
  });

  it("says which scope the key lacks, and never the key", async () => {
    const full = key;
    key = world.facts.keys["flags:evaluate"];
    expect(await evaluate({ release: base })).toBe(2);
    expect(said.join("\n")).toMatch(/40[34]/);
    expect(said.join("\n")).not.toContain(key);
    key = full;
  });
});
