import type { NewDecision } from "../../db/repositories/decisions.ts";
import type { ReviewDecision } from "../../domain/promotions/review-rules.ts";
import type { ServiceContext } from "../context.ts";
import { markKnownGood } from "../environments/mark-known-good.ts";
import { getEnvironment } from "../environments/read-environments.ts";
import { rollBack } from "../environments/roll-back.ts";
import { advancePromotion } from "../promotions/advance-promotion.ts";
import { createPromotion } from "../promotions/create-promotion.ts";
import { getPromotion } from "../promotions/read-promotions.ts";
import { reviewPromotion } from "../promotions/review-promotion.ts";
import { reconcile } from "../reconciliations/reconcile.ts";
import { advanceRollout } from "../rollouts/advance-rollout.ts";
import { applyDecision } from "../rollouts/apply-decision.ts";
import type { Steered, SteeringInput } from "../rollouts/steer-rollout.ts";
import { adoptFirst, CONTROLLER, GIT_SYNC, type MotionWorld } from "./motion-world.ts";

type Who = Parameters<MotionWorld["as"]>[0];

/** propose asks for a release in the world's environment, as its author; returns the promotion's number. */
export async function propose(world: MotionWorld, releaseId: string): Promise<number> {
  const { environment } = world.environment;
  const body = { releaseId, environment, title: `Serve ${releaseId}` };
  return (await createPromotion(world.as("author"), { params: world.params, body })).number;
}

/** readPromotion is the promotion as somebody's page shows it. */
export function readPromotion(world: MotionWorld, number: number, who: Who = "reviewer") {
  return getPromotion(world.as(who), { params: { ...world.params, number } });
}

/** review gives a review of exactly what the page shows now. */
export async function review(
  world: MotionWorld,
  number: number,
  who: Who = "reviewer",
  decision: ReviewDecision = "approve",
  costReviewed = false,
) {
  const { subject } = await readPromotion(world, number, who);
  const body = { decision, comment: "", costReviewed, subject };
  return reviewPromotion(world.as(who), { params: { ...world.params, number }, body });
}

export const advance = (world: MotionWorld, number: number) =>
  advancePromotion(world.as(GIT_SYNC), { projectId: world.project.id, number });
export const roll = (world: MotionWorld, number: number) =>
  advanceRollout(world.as(CONTROLLER), { projectId: world.project.id, number });
export const reconcileNow = (world: MotionWorld, number: number) =>
  reconcile(world.as(GIT_SYNC), { projectId: world.project.id, number });
export const environmentOf = (world: MotionWorld) =>
  getEnvironment(world.as("viewer"), { params: world.environment });

/** callKnownGood is a reviewer's word for what is served. */
export function callKnownGood(world: MotionWorld, releaseId: string, who: Who = "reviewer") {
  const body = { releaseId, reason: "Watched it for a while." };
  return markKnownGood(world.as(who), { params: world.environment, body });
}

/** rollBackTo goes back as somebody does who looked at the page just now. */
export async function rollBackTo(world: MotionWorld, target?: string, who: Who = "operator") {
  const { served } = await environmentOf(world);
  const body = {
    reason: "latency breach",
    expectedVersion: served?.version ?? 0,
    ...(target === undefined ? {} : { targetReleaseId: target }),
  };
  return rollBack(world.as(who), { params: world.environment, body });
}

/** decide is what the controller decides about the window that ends now. */
export function decide(
  world: MotionWorld,
  number: number,
  { lease, expectedVersion, ...decision }: Partial<NewDecision> & Partial<Guards> = {},
) {
  return applyDecision(world.as(CONTROLLER), {
    ...{ projectId: world.project.id, number, lease, expectedVersion },
    decision: {
      ...{ action: "continue", mayAdvanceStep: true, reasonCodes: ["healthy"], inputs: { samples: 400 } },
      ...{ policyLabel: "steps@1", windowEndAt: world.clock.at, nextLookAt: null },
      ...decision,
    },
  });
}

type Guards = Pick<Parameters<typeof applyDecision>[1], "lease" | "expectedVersion">;

/** judgeHours lets hours pass, and decides at the end of each that all is well; returns what the last one did. */
export async function judgeHours(world: MotionWorld, number: number, hours: number) {
  let last = "none";
  for (let hour = 0; hour < hours; hour += 1) {
    world.pass(1);
    last = (await decide(world, number)).act;
  }
  return last;
}

/** promoteAndServe takes a prompt all the way to 100 % of the subjects; the release is baking then. */
export async function promoteAndServe(world: MotionWorld, prompt: string, score: number) {
  const releaseId = await world.compose(prompt);
  await world.evaluate(releaseId, { score });
  const number = await propose(world, releaseId);
  await review(world, number);
  await advance(world, number);
  const rollout = await world.test.db.rollout.findFirstOrThrow({
    where: { projectId: world.project.id, promotionNumber: number },
  });
  await roll(world, rollout.number);
  return { releaseId, number, rollout: rollout.number };
}

/** startServing adopts a first release, measures it, and has a reviewer call it known good. */
export async function startServing(world: MotionWorld): Promise<string> {
  const first = await adoptFirst(world);
  await world.evaluate(first, { score: 0.5 });
  await callKnownGood(world, first);
  return first;
}

type StepsPolicy = { version?: string; cooldownMinutes?: number; bakeHours?: number; salted?: boolean };

/** commitSteps commits a policy with these steps, in basis points: rollouts that are created from now on take them. */
export async function commitSteps(
  world: MotionWorld,
  stepsBp: readonly number[],
  { version = "1", ...times }: StepsPolicy = {},
): Promise<void> {
  world.repository.commit({
    files: { [`policies/steps@${version}.yaml`]: policyText(stepsBp, times) },
    author: { name: "admin", email: `admin@${world.project.slug}.example` },
    message: "Roll out in steps",
  });
  await world.sync();
}

const policyText = (
  stepsBp: readonly number[],
  { cooldownMinutes = 30, bakeHours = 48, salted }: Omit<StepsPolicy, "version">,
) => `version: 1
shadow: { required: never }
evalGate:
  quality: { mustImprove: true }
rollout: { stepsBp: [${stepsBp.join(", ")}], bakeHours: ${bakeHours}${salted ? ", salted: true" : ""} }
reviews: { required: 1, ttlHours: 72 }
merge: console
cooldownMinutes: ${cooldownMinutes}
`;

/** steer does something by hand to a rollout as somebody does who looked at it just now. */
export async function steer(
  world: MotionWorld,
  act: (ctx: ServiceContext, input: SteeringInput) => Promise<Steered>,
  number: number,
  who: Who = "operator",
): Promise<Steered> {
  const { version } = await world.test.db.rollout.findUniqueOrThrow({
    where: { projectId_number: { projectId: world.project.id, number } },
  });
  const body = { reason: "as agreed with the team", expectedVersion: version };
  return act(world.as(who), { params: { ...world.params, number }, body });
}
