import { existsSync } from "node:fs";
import { AppError } from "../../domain/errors.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import { createPromotion } from "../promotions/create-promotion.ts";
import { liftQuarantine } from "../quarantine/lift-quarantine.ts";
import { abortRollout } from "../rollouts/abort-rollout.ts";
import { advanceRolloutByHand, promoteRolloutNow } from "../rollouts/advance-by-hand.ts";
import { applyDecision } from "../rollouts/apply-decision.ts";
import { pauseRollout, resumeRollout } from "../rollouts/pause-rollout.ts";
import type { Actor, MotionCommand } from "./motion-commands.ts";
import { noteMaker, noteWord } from "./motion-ledger.ts";
import { type MotionStage, newestNumber } from "./motion-stage.ts";
import {
  advance,
  callKnownGood,
  environmentOf,
  reconcileNow,
  review,
  roll,
  rollBackTo,
  steer,
} from "./motion-steps.ts";
import { ALIASES, CONTROLLER, manifestText } from "./motion-world.ts";
import { runUpkeepCommand } from "./run-upkeep-command.ts";

const WINDOW_MS = 60_000;

/** runMotionCommand tries one command; a refusal is an answer like any other, everything else that is thrown is a fault. */
export async function runMotionCommand(
  stage: MotionStage,
  command: MotionCommand,
): Promise<"done" | "refused"> {
  try {
    await act(stage, command);
    return "done";
  } catch (error) {
    const isRefusal = error instanceof AppError && error.code !== "internal";
    if (isRefusal || error instanceof GitUnavailable || isNotThere(error)) return "refused";
    throw error;
  }
}

/** A job that names something that was never made. */
function isNotThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2025";
}

async function act(stage: MotionStage, command: MotionCommand): Promise<void> {
  const { world } = stage;
  switch (command.do) {
    case "propose":
      return propose(stage, command);
    case "review":
      return say(stage, command);
    case "merge":
      return advance(world, await newestNumber(stage, "promotion", command.back));
    case "roll":
      return roll(world, await newestNumber(stage, "rollout", command.back));
    case "steer":
      await steer(
        world,
        STEER[command.act],
        await newestNumber(stage, "rollout", command.back),
        stage.actors[command.by],
      );
      return;
    case "decide":
      return decide(stage, command);
    case "roll_back":
      await rollBackTo(world, releaseOf(stage, command.target) ?? undefined, stage.actors[command.by]);
      return;
    case "call_known_good":
      return knownGood(stage, command.by);
    case "lift_quarantine":
      await liftQuarantine(world.as(stage.actors[command.by]), {
        params: { ...world.params, releaseId: releaseOf(stage, command.prompt) ?? "" },
        body: { reason: "It was not the cause." },
      });
      return;
    case "name_by_hand":
      return nameByHand(stage, command);
    case "sync":
      return world.sync();
    case "reconcile":
      return reconcileNow(world, await newestNumber(stage, "reconciliation", command.back));
    case "pass":
      return world.pass(command.hours);
    default:
      await runUpkeepCommand(stage, command);
  }
}

function releaseOf({ releases }: MotionStage, prompt: string | null): string | null {
  return prompt === null ? null : (releases.get(prompt) ?? null);
}

async function propose(
  stage: MotionStage,
  { by, prompt, score }: Extract<MotionCommand, { do: "propose" }>,
): Promise<void> {
  const { world } = stage;
  const releaseId = releaseOf(stage, prompt) ?? "";
  await world.evaluate(releaseId, { score });
  const { environment } = world.environment;
  const body = { releaseId, environment, title: `Serve ${releaseId}` };
  await createPromotion(world.as(stage.actors[by]), { params: world.params, body });
  if (by !== "key") noteMaker(stage.ledger, releaseId, by);
}

async function say(stage: MotionStage, command: Extract<MotionCommand, { do: "review" }>): Promise<void> {
  const { by, decision, back } = command;
  const number = await newestNumber(stage, "promotion", back);
  await review(stage.world, number, stage.actors[by], decision);
  if (by !== "key") noteWord(stage.ledger, number, by, { decision, at: stage.world.clock.at });
}

const STEER = {
  pause: pauseRollout,
  resume: resumeRollout,
  advance: advanceRolloutByHand,
  promote_now: promoteRolloutNow,
  abort: abortRollout,
};

async function decide(
  stage: MotionStage,
  { action, mayAdvanceStep, back }: Extract<MotionCommand, { do: "decide" }>,
): Promise<void> {
  const { world } = stage;
  const decision = {
    ...{ action, mayAdvanceStep, reasonCodes: [action], inputs: {}, policyLabel: "steps@1" },
    ...{ windowEndAt: world.clock.at, nextLookAt: null },
  };
  const number = await newestNumber(stage, "rollout", back);
  await applyDecision(world.as(CONTROLLER), { projectId: world.project.id, number, decision });
  world.clock.at = new Date(world.clock.at.getTime() + WINDOW_MS);
}

async function knownGood({ world, actors }: MotionStage, by: Actor): Promise<void> {
  const { served } = await environmentOf(world);
  await callKnownGood(world, served?.control ?? "", actors[by]);
}

async function nameByHand(
  stage: MotionStage,
  { by, prompt, hasManifest }: Extract<MotionCommand, { do: "name_by_hand" }>,
): Promise<void> {
  const { world } = stage;
  const releaseId = releaseOf(stage, prompt) ?? "";
  if (!existsSync(world.repository.directory)) return;
  const manifest = hasManifest ? { [manifestPath(releaseId)]: await manifestText(world, releaseId) } : {};
  world.repository.commit({
    files: { ...manifest, [ALIASES]: `production: ${releaseId}\n` },
    author: { name: by, email: `${by}@${world.project.slug}.example` },
    message: `Name ${releaseId} by hand`,
  });
  stage.ledger.namedBy.set(releaseId, by);
}
