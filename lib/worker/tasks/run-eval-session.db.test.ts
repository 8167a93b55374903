import { Logger, runOnce } from "graphile-worker";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { type ChatEndpoint, startChatEndpoint } from "../../evals/testing/chat-endpoint.ts";
import { compareRuns } from "../../services/comparisons/compare-runs.ts";
import { getEvalSession } from "../../services/eval-sessions/read-eval-sessions.ts";
import { startEvalSession } from "../../services/eval-sessions/start-eval-session.ts";
import { listBlockers } from "../../services/promotions/read-promotions.ts";
import { createRelease } from "../../services/releases/create-release.ts";
import { createMotionWorld, type MotionWorld } from "../../services/testing/motion-world.ts";
import { readWorkerEnv } from "../env.ts";
import { buildTaskList } from "./index.ts";
import { createEvalRunner } from "./run-eval-session.ts";

const KEY = "sk-worker-secret-0123456789";
const CASES = ["a", "b", "c", "d"];
const LAYOUT = `project: deploybuddy
requires: [prompt, golden_set, judge]
layout:
  prompt: prompts/{name}/{name}@{version}.md
  golden_set: prompts/{name}/golden@{version}.jsonl
  judge: judges/{name}@{version}.md
environments:
  production: { aliases: deployments/production/aliases.yaml, reviewers: 1 }
`;
let test: TestDatabase;
let world: MotionWorld;
let endpoint: ChatEndpoint;

beforeAll(async () => {
  test = await createTestDatabase();
  world = await createMotionWorld(test);
  const golden = CASES.map((id) =>
    JSON.stringify({ id, question: `${id}?`, vars: { user: "Ada" }, contains: "fine", tags: ["first"] }),
  );
  world.repository.commit({
    files: {
      "tupelo.yaml": LAYOUT,
      "prompts/support/golden@1.jsonl": golden.join("\n"),
      "judges/tone@1.md": "---\nmodel: grader-2026-01-01\n---\nIs it right?\n{{answer}}\n",
    },
  });
  await world.sync();
});
afterAll(async () => {
  world.close();
  await test.drop();
});
beforeEach(async () => {
  endpoint = await startChatEndpoint(({ model, messages }) => ({
    text:
      model === "grader-2026-01-01"
        ? `{"score": ${JSON.stringify(messages).includes("second") ? 0.9 : 0.7}, "reason": "as it is"}`
        : `All is fine, says the ${JSON.stringify(messages).includes("Prompt 2") ? "second" : "first"}.`,
  }));
});
afterEach(() => endpoint.close());

async function compose(prompt: string): Promise<string> {
  const components = [
    { kind: "prompt", name: "support", version: prompt },
    { kind: "golden_set", name: "support", version: "1" },
    { kind: "judge", name: "tone", version: "1" },
  ];
  return (await createRelease(world.as("author"), { params: world.params, body: { components } })).id;
}

/** What an operator sets, as the worker's process reads it. */
const envOf = (allow: string) =>
  readWorkerEnv({
    ...{
      DATABASE_URL: test.url,
      NEXTAUTH_SECRET: "a secret of a test, long enough to be one",
      OPS_REPO_DIR: "/nowhere",
      EGRESS_ALLOW: allow,
    },
    ...{ EVAL_ENDPOINT_URL: endpoint.url, EVAL_ENDPOINT_KEY: KEY, EVAL_MODEL: "answerer" },
  });

/** Starts a session as an author does, and does the jobs that wait as the worker does. */
async function runSession(releaseId: string, allow = new URL(endpoint.url).host) {
  const env = envOf(allow);
  const input = { params: world.params, body: { releaseId, repeats: 1, budgetUsd: null, under: null } };
  const { number } = await startEvalSession(world.as("author"), input, env.evalEndpoint);
  const { traces, gitHostFor, secretBox, now } = world.as("author");
  const logger = pino({ level: "silent" });
  const deps = {
    ...{ publicUrl: env.publicUrl, db: test.db },
    logger,
    traces,
    gitHostFor,
    secretBox,
    now,
    evals: createEvalRunner(env),
  };
  await runOnce({
    ...{ connectionString: test.url, taskList: buildTaskList(deps), noHandleSignals: true },
    logger: new Logger(() => () => {}),
  });
  return getEvalSession(world.as("viewer"), { params: { ...world.params, number } });
}

async function blockersOf(releaseId: string): Promise<string[]> {
  const input = { params: { ...world.params, releaseId }, query: { environment: "production" } };
  return (await listBlockers(world.as("viewer"), input)).blockers.map(({ sentence }) => sentence);
}

describe("a session that the worker runs", () => {
  it("becomes an eval run with the judge's scores, which the gate takes", async () => {
    const releaseId = await compose("1");
    expect(await blockersOf(releaseId)).toEqual(["no eval run of the candidate"]);
    const session = await runSession(releaseId);
    expect(session).toMatchObject({ state: "finished", doneCount: CASES.length, errorCount: 0 });
    const run = await test.db.evalRun.findFirstOrThrow({
      where: { number: session.evalRunNumber ?? 0 },
      include: { cases: true },
    });
    expect(run).toMatchObject({ releaseId, origin: "runner", selfReported: false, unpinnedReasons: [] });
    expect(run.cases).toHaveLength(CASES.length);
    for (const one of run.cases) {
      expect(one).toMatchObject({ score: 0.7, passed: true, reason: "as it is", tags: ["first"] });
    }
    expect(endpoint.requests.every(({ authorization }) => authorization === `Bearer ${KEY}`)).toBe(true);
    expect(await blockersOf(releaseId)).toEqual([]);
  });

  it("is compared with another one of the same instruments", async () => {
    const [control, candidate] = [await compose("1"), await compose("2")];
    const numbers = [await runSession(control), await runSession(candidate)].map((one) => one.evalRunNumber);
    const query = { control: numbers[0] ?? 0, candidate: numbers[1] ?? 0 };
    const answer = await compareRuns(world.as("viewer"), { params: world.params, query });
    expect(answer).toMatchObject({
      comparable: true,
      counts: { regressions: 0, improvements: CASES.length },
    });
  });

  it("that EGRESS_ALLOW does not let out is stopped with a sentence, and nothing was asked", async () => {
    const session = await runSession(await compose("3"), "");
    expect(session).toMatchObject({ state: "stopped", evalRunNumber: null });
    expect(session.lastError).toMatch(/EGRESS_ALLOW|private|https/);
    expect(endpoint.requests).toHaveLength(0);
  });
});
