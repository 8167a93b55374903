import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { stopEvalSession } from "../eval-sessions/change-eval-session.ts";
import { startEvalSession } from "../eval-sessions/start-eval-session.ts";
import { createRelease } from "../releases/create-release.ts";
import type { MotionWorld } from "./motion-world.ts";

/** The endpoint that the tests' console is set up for; nobody calls it. */
export const TEST_ENDPOINT = { url: "https://models.invalid/v1", model: "small", judgeModel: null };

/** seedEvalSessions makes a release with a golden set, a session of it that waits and one that was stopped. */
export async function seedEvalSessions(world: MotionWorld) {
  const golden = { id: "c1", question: "Who are you?", vars: { user: "Ada" }, contains: "Tupelo" };
  await seedArtifactVersion(world.test.db, {
    ...{ projectId: world.project.id, kind: "golden_set", name: "support", version: "1" },
    files: { "prompts/support_golden.jsonl": `${JSON.stringify(golden)}\n` },
  });
  const { params } = world;
  const components = [
    { kind: "prompt", name: "support", version: "5" },
    { kind: "golden_set", name: "support", version: "1" },
  ];
  const { id: releaseId } = await createRelease(world.as("author"), { params, body: { components } });
  const body = { releaseId, repeats: 1, budgetUsd: null, under: null };
  const start = () => startEvalSession(world.as("author"), { params, body }, TEST_ENDPOINT);
  const [queued, stopped] = [await start(), await start()];
  await stopEvalSession(world.as("author"), { params: { ...params, number: stopped.number }, body: {} });
  return { releaseId, queued: queued.number, stopped: stopped.number };
}
