import { seedAccount } from "../../db/testing/seed-project.ts";
import type { AccountPrincipal, Principal } from "../../domain/access/principal.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { AppError } from "../../domain/errors.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { createPromotion } from "../promotions/create-promotion.ts";
import { liftQuarantine } from "../quarantine/lift-quarantine.ts";
import { abortRollout } from "../rollouts/abort-rollout.ts";
import { advanceRolloutByHand, promoteRolloutNow } from "../rollouts/advance-by-hand.ts";
import { applyDecision } from "../rollouts/apply-decision.ts";
import { pauseRollout, resumeRollout } from "../rollouts/pause-rollout.ts";
import type { Actor, MotionCommand } from "./motion-commands.ts";
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
import { ALIASES, CONTROLLER, type MotionWorld, manifestText } from "./motion-world.ts";

const WINDOW_MS = 60_000;

/** A world in which anybody may try anything at any time. `releases` are composed before: prompt to release id. */
export type MotionStage = {
  world: MotionWorld;
  actors: Record<Actor, Principal>;
  releases: ReadonlyMap<string, string>;
};

/** setStage makes the two people and one release of each prompt, which neither of them wrote. */
export async function setStage(world: MotionWorld, prompts: readonly string[]): Promise<MotionStage> {
  const person = (name: string): Promise<AccountPrincipal> =>
    seedAccount(world.test.db, world.project, name, ["author", "reviewer", "operator"]);
  const actors = { ada: await person("ada"), ben: await person("ben"), key: world.seeded.key };
  const releases = new Map<string, string>();
  for (const prompt of prompts) releases.set(prompt, await world.compose(prompt));
  return { world, actors, releases };
}

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
    if (isRefusal || isNotThere(error)) return "refused";
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
      await review(
        world,
        await newest(stage, "promotion", command.back),
        stage.actors[command.by],
        command.decision,
      );
      return;
    case "merge":
      return advance(world, await newest(stage, "promotion", command.back));
    case "roll":
      return roll(world, await newest(stage, "rollout", command.back));
    case "steer":
      await steer(
        world,
        STEER[command.act],
        await newest(stage, "rollout", command.back),
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
      return reconcileNow(world, await newest(stage, "reconciliation", command.back));
    case "pass":
      return world.pass(command.hours);
    default:
      return assertNever(command);
  }
}

/** The number of the newest row, or of one that is `back` before it; what was never made is refused as unknown. */
async function newest(
  { world }: MotionStage,
  table: "promotion" | "rollout" | "reconciliation",
  back: number,
): Promise<number> {
  const where = { where: { projectId: world.project.id } };
  const { db } = world.test;
  const counts = {
    promotion: () => db.promotion.count(where),
    rollout: () => db.rollout.count(where),
    reconciliation: () => db.reconciliation.count(where),
  };
  return (await counts[table]()) - back;
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
  const number = await newest(stage, "rollout", back);
  await applyDecision(world.as(CONTROLLER), { projectId: world.project.id, number, decision });
  world.clock.at = new Date(world.clock.at.getTime() + WINDOW_MS);
}

async function knownGood({ world, actors }: MotionStage, by: Actor): Promise<void> {
  const { served } = await environmentOf(world);
  await callKnownGood(world, served?.control ?? "", actors[by]);
}

async function nameByHand(
  stage: MotionStage,
  { prompt, hasManifest }: Extract<MotionCommand, { do: "name_by_hand" }>,
): Promise<void> {
  const { world } = stage;
  const releaseId = releaseOf(stage, prompt) ?? "";
  const manifest = hasManifest ? { [manifestPath(releaseId)]: await manifestText(world, releaseId) } : {};
  world.repository.commit({
    files: { ...manifest, [ALIASES]: `production: ${releaseId}\n` },
    author: { name: "hand", email: "hand@somewhere.example" },
    message: `Name ${releaseId} by hand`,
  });
}
