import { readFile } from "node:fs/promises";
import path from "node:path";
import { type MainCommit, openBareRepository } from "../lib/git/create-bare-repository.ts";
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
import { advanceRolloutByHand } from "../lib/services/rollouts/advance-by-hand.ts";
import { advanceRollout } from "../lib/services/rollouts/advance-rollout.ts";
import { GIT_SYNC, ROLLOUT_CONTROLLER } from "../lib/worker/service-principal.ts";
import { aliasFile, aliasLine, DEMO_ENVIRONMENTS, type DemoEnvironment } from "./build-repository.ts";
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
  await syncGit(world);
  await upload(world, "698df6d7ad", "baseline");
  for (const environment of DEMO_ENVIRONMENTS) {
    await markKnownGood(world.as("reviewer"), {
      params: { ...params, environment },
      body: { releaseId: "698df6d7ad", reason: "Served for months before Tupelo, without a complaint." },
    });
  }
}

async function syncGit(world: DemoWorld): Promise<void> {
  const project = await world.db.project.findUniqueOrThrow({ where: { id: world.projectId } });
  await syncProject(world.as(GIT_SYNC), project);
}

export type Parts = { prompt: string; model: string; feature_view: string; promotion_policy?: string };

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

/** propose asks for a release in an environment; the answer is the promotion's number. */
export async function propose(
  world: DemoWorld,
  releaseId: string,
  title: string,
  environment: DemoEnvironment = "production",
): Promise<number> {
  const body = { releaseId, environment, title };
  return (await createPromotion(world.as("author"), { params, body })).number;
}

/**
 * approveAndServe reviews a promotion as the reviewer sees it, and takes it through pull request and merge to the
 * first step of its rollout, whose number is the answer.
 */
export async function approveAndServe(world: DemoWorld, number: number, comment: string): Promise<number> {
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
  return rollout.number;
}

/** takeNextStep is the operator's act on a canary that looks well so far. */
export async function takeNextStep(world: DemoWorld, number: number, reason: string): Promise<void> {
  const key = { projectId_number: { projectId: world.projectId, number } };
  const { version } = await world.db.rollout.findUniqueOrThrow({ where: key });
  const body = { reason, expectedVersion: version };
  await advanceRolloutByHand(world.as("operator"), { params: { ...params, number }, body });
}

/** nameByHand is somebody who edits an alias line and pushes it to main; Tupelo finds it with its next look. */
export async function nameByHand(
  world: DemoWorld,
  directory: string,
  change: Pick<MainCommit, "author" | "message"> & { environment: DemoEnvironment; releaseId: string },
): Promise<void> {
  const { environment, releaseId, author, message } = change;
  const files = new Map([[aliasFile(environment), aliasLine(environment, releaseId)]]);
  const repository = await openBareRepository(directory);
  await repository.commit({ files, author, message, at: world.clock.at });
  await syncGit(world);
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
