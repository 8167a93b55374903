import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { digestOf } from "../../domain/digest.ts";
import { DEFAULT_POLICY } from "../../domain/policy/default-policy.ts";
import { uploadEvalRun } from "../evals/upload-eval-run.ts";
import { createRelease } from "../releases/create-release.ts";
import { propose, readPromotion, startServing } from "../testing/motion-steps.ts";
import { ALIASES, createMotionWorld, type MotionWorld } from "../testing/motion-world.ts";
import { listBlockers } from "./read-promotions.ts";

const SCHEMA = '{"type":"object","required":["answer"],"properties":{"answer":{"type":"string"}}}\n';
const PATTERN = '{"type":"object","properties":{"answer":{"type":"string","pattern":"^y"}}}\n';
const GOOD = '{"answer":"yes"}\n';
const TOOL = '{"name":"search","description":"Search.","parameters":{"type":"object","properties":{}}}\n';

let test: TestDatabase;
let world: MotionWorld;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `contents-${serial}`);
  await startServing(world);
});
afterEach(() => world.close());

const layoutOf = (slug: string) => `project: ${slug}
requires: [prompt]
layout:
  prompt:
    - prompts/{name}/{name}@{version}.md
    - prompts/{name}/data@{version}/*
  promotion_policy: policies/{name}@{version}.yaml
  tool_schema: tools/{name}@{version}.json
environments:
  production: { aliases: ${ALIASES}, reviewers: 1 }
`;

/** A prompt with front matter, its schema and what the model answered to it once. */
const promptOf = (front: string, schema: string, responses: string) => ({
  "prompts/support/support@9.md": `---\noutputSchema: answer.schema.json\nrecordedResponses: answers.jsonl\nguardrailPolicy: safety@1.4\n${front}---\nHelp the team.\n`,
  "prompts/support/data@9/answer.schema.json": schema,
  "prompts/support/data@9/answers.jsonl": responses,
});

type Part = { kind: "tool_schema" | "promotion_policy"; name: string; version: string };

async function composed(files: Record<string, string>, parts: Part[] = []): Promise<string> {
  world.repository.commit({ files: { "tupelo.yaml": layoutOf(world.project.slug), ...files } });
  await world.sync();
  const components = [{ kind: "prompt", name: "support", version: "9" }, ...parts];
  const { id } = await createRelease(world.as("author"), { params: world.params, body: { components } });
  await world.evaluate(id, { score: 0.9 });
  return id;
}
const proposed = async (files: Record<string, string>, parts: Part[] = []) =>
  readPromotion(world, await propose(world, await composed(files, parts)));

describe("what a release's prompt brings with it", () => {
  it("blocks a promotion whose recorded responses do not fit the output schema, by file and line", async () => {
    const releaseId = await composed(promptOf("", SCHEMA, `${GOOD}{"reply":"no"}\n`));
    const says = "prompts/support/data@9/answers.jsonl:2 must have required property 'answer'";
    await expect(propose(world, releaseId)).rejects.toMatchObject({ code: "blocked", detail: says });
    const { blockers } = await listBlockers(world.as("viewer"), {
      params: { ...world.params, releaseId },
      query: { environment: "production" },
    });
    expect(blockers).toContainEqual({ code: "invalid_content", sentence: says });
  });

  it("lets a promotion go on to review whose recorded responses fit", async () => {
    const page = await proposed(promptOf("", SCHEMA, GOOD));
    expect(page).toMatchObject({ state: "in_review", blockers: [] });
  });

  it("does not take a schema with a pattern for passed, and says so", async () => {
    const page = await proposed(promptOf("", PATTERN, GOOD));
    expect(page.blockers).toEqual([
      { code: "invalid_content", sentence: expect.stringContaining("the output schema uses pattern") },
    ]);
    expect(page.approveRefusal).not.toBeNull();
  });

  it("holds a pinned tool against the tool schema of the release", async () => {
    const pinned = (hash: string) => ({
      ...promptOf(`tools:\n  - { ref: search@3, sha256: "${hash}" }\n`, SCHEMA, GOOD),
      "tools/search@3.json": TOOL,
    });
    const tool = { kind: "tool_schema" as const, name: "search", version: "3" };
    const other = await composed(pinned("0".repeat(64)), [tool]);
    await expect(propose(world, other)).rejects.toMatchObject({
      code: "blocked",
      detail: expect.stringMatching(
        /^prompts\/support\/support@9\.md:\d+ search@3 is pinned at 000000000000…/,
      ),
    });
  });

  it("lets a tool through that is pinned at the bytes of the release's tool schema", async () => {
    const front = `tools:\n  - { ref: search@3, sha256: "${digestOf(TOOL).slice(7)}" }\n`;
    const files = { ...promptOf(front, SCHEMA, GOOD), "tools/search@3.json": TOOL };
    const page = await proposed(files, [{ kind: "tool_schema", name: "search", version: "3" }]);
    expect(page.blockers).toEqual([]);
  });
});

describe("two policies", () => {
  it("both judge what evaluating costs: the candidate's own cannot take the budget away", async () => {
    const policy = (evalGate: object) =>
      JSON.stringify({ ...DEFAULT_POLICY, evalGate: { ...DEFAULT_POLICY.evalGate, ...evalGate } });
    world.repository.commit({ files: { "policies/promotion@1.yaml": policy({}) } });
    await world.sync();
    const files = {
      ...promptOf("", SCHEMA, GOOD),
      "policies/promotion@2.yaml": policy({ budget: { evalUsd: 5 } }),
    };
    const page = await proposed(files, [{ kind: "promotion_policy", name: "promotion", version: "1" }]);
    expect(page.blockers).toEqual([
      { code: "cost_unknown", sentence: expect.stringContaining("not known without") },
    ]);
  });
});

describe("the budget for evaluating", () => {
  it("counts every run of the candidate that says what it cost, and tells the ones that do not", async () => {
    const evalGate = { ...DEFAULT_POLICY.evalGate, budget: { evalUsd: 0.5 } };
    const policy = JSON.stringify({ ...DEFAULT_POLICY, evalGate });
    const releaseId = await composed({ ...promptOf("", SCHEMA, GOOD), "policies/promotion@1.yaml": policy });
    for (const latencyMs of [100, 200]) {
      const cases = ["c1", "c2", "c3", "c4", "c5"].map((caseId) => ({
        ...{ caseId, score: 0.9, latencyMs, passed: true, totalTokens: 100, costUsd: 0.06 },
      }));
      await uploadEvalRun(world.as("reviewer"), {
        ...{ params: world.params, query: { release: releaseId } },
        body: new TextEncoder().encode(JSON.stringify({ format: "tupelo", version: 1, tool: "test", cases })),
      });
    }
    await expect(propose(world, releaseId)).rejects.toMatchObject({
      code: "blocked",
      detail: "eval runs cost $0.6 > $0.5; 1 eval run does not say what it cost",
    });
  });
});
