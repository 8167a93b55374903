import { readFile } from "node:fs/promises";
import path from "node:path";
import { markKnownGood } from "../lib/services/environments/mark-known-good.ts";
import { getEnvironment } from "../lib/services/environments/read-environments.ts";
import { rollBack } from "../lib/services/environments/roll-back.ts";
import { uploadEvalRun } from "../lib/services/evals/upload-eval-run.ts";
import { advancePromotion } from "../lib/services/promotions/advance-promotion.ts";
import { createPromotion } from "../lib/services/promotions/create-promotion.ts";
import { getPromotion } from "../lib/services/promotions/read-promotions.ts";
import { reviewPromotion } from "../lib/services/promotions/review-promotion.ts";
import { reconcile } from "../lib/services/reconciliations/reconcile.ts";
import { syncProject } from "../lib/services/registry/sync-project.ts";
import { createRelease } from "../lib/services/releases/create-release.ts";
import { advanceRollout } from "../lib/services/rollouts/advance-rollout.ts";
import { GIT_SYNC, ROLLOUT_CONTROLLER } from "../lib/worker/service-principal.ts";
import type { DemoWorld } from "./demo-world.ts";

const SLUG = "deploybuddy";
const params = { project: SLUG };
const HOUR_MS = 3_600_000;

/** hoursAgo is a moment of the story, counted back from its end. */
export function hoursAgo(end: Date, hours: number): Date {
  return new Date(end.getTime() - hours * HOUR_MS);
}

/** adoptBaseline reads the repository; what it names is adopted, evaluated, and called known good by a reviewer. */
export async function adoptBaseline(world: DemoWorld): Promise<void> {
  const project = await world.db.project.findUniqueOrThrow({ where: { id: world.projectId } });
  await syncProject(world.as(GIT_SYNC), project);
  await upload(world, "698df6d7ad", "baseline");
  for (const environment of ["staging", "production"]) {
    await markKnownGood(world.as("reviewer"), {
      params: { ...params, environment },
      body: { releaseId: "698df6d7ad", reason: "Served for months before Tupelo, without a complaint." },
    });
  }
}

export type Parts = { prompt: string; model: string; feature_view: string };

/** compose makes a release of `name@version` references and uploads its evaluation. */
export async function compose(world: DemoWorld, parts: Parts, evaluation: string): Promise<string> {
  const components = Object.entries(parts).map(([kind, ref]) => {
    const at = ref.lastIndexOf("@");
    return { kind, name: ref.slice(0, at), version: ref.slice(at + 1) };
  });
  const { id } = await createRelease(world.as("author"), { params, body: { components } });
  await upload(world, id, evaluation);
  return id;
}

async function upload(world: DemoWorld, release: string, evaluation: string): Promise<void> {
  const file = path.join(import.meta.dirname, "evals", `${evaluation}.fixture.json`);
  const body = new Uint8Array(await readFile(file));
  await uploadEvalRun(world.as("reviewer"), { params, query: { release, format: "promptfoo" }, body });
}

/** propose asks for a release in production; the answer is the promotion's number. */
export async function propose(world: DemoWorld, releaseId: string, title: string): Promise<number> {
  const body = { releaseId, environment: "production", title };
  return (await createPromotion(world.as("author"), { params, body })).number;
}

/** approve reviews a promotion as the reviewer sees it, and takes it through pull request, merge and rollout. */
export async function approveAndServe(world: DemoWorld, number: number, comment: string): Promise<void> {
  const reviewer = world.as("reviewer");
  const { subject } = await getPromotion(reviewer, { params: { ...params, number } });
  await reviewPromotion(reviewer, {
    params: { ...params, number },
    body: { decision: "approve", comment, costReviewed: false, subject },
  });
  await advancePromotion(world.as(GIT_SYNC), { projectId: world.projectId, number });
  const rollout = await world.db.rollout.findFirstOrThrow({
    where: { projectId: world.projectId, promotionNumber: number },
  });
  await advanceRollout(world.as(ROLLOUT_CONTROLLER), { projectId: world.projectId, number: rollout.number });
}

/** rollBackProduction is the on-call engineer's act, followed by the pull request that lets git agree. */
export async function rollBackProduction(world: DemoWorld, reason: string): Promise<void> {
  const environment = { ...params, environment: "production" };
  const { served } = await getEnvironment(world.as("operator"), { params: environment });
  const answer = await rollBack(world.as("operator"), {
    params: environment,
    body: { reason, expectedVersion: served?.version ?? 0 },
  });
  if (answer.reconciliationNumber === null) return;
  await reconcile(world.as(GIT_SYNC), { projectId: world.projectId, number: answer.reconciliationNumber });
}
