import { existsSync } from "node:fs";
import { assertNever } from "../../domain/assert-never.ts";
import { endCooldown } from "../environments/end-cooldown.ts";
import { endFreeze } from "../freezes/end-freeze.ts";
import { planFreeze } from "../freezes/plan-freeze.ts";
import { recomposePromotion } from "../promotions/recompose-promotion.ts";
import { withdrawPromotion } from "../promotions/withdraw-promotion.ts";
import { askReconciliationReview } from "../reconciliations/ask-reconciliation-review.ts";
import { postReviewReconciliation } from "../reconciliations/post-review-reconciliation.ts";
import { recheckReconciliation } from "../reconciliations/recheck-reconciliation.ts";
import { remindReconciliation } from "../reconciliations/remind-reconciliation.ts";
import { restoreReconciliation } from "../reconciliations/restore-reconciliation.ts";
import { takeOverReconciliation } from "../reconciliations/take-over-reconciliation.ts";
import { acceptHistory } from "../registry/accept-history.ts";
import type { Actor, OwnAct, UpkeepCommand } from "./motion-commands.ts";
import { type MotionStage, newestNumber } from "./motion-stage.ts";
import type { MotionWorld } from "./motion-world.ts";

const HOUR_MS = 3_600_000;
const REASON = { reason: "as agreed with the team" };

/** runUpkeepCommand tries one command that is around motion; the services' refusals are thrown as they come. */
export async function runUpkeepCommand(stage: MotionStage, command: UpkeepCommand): Promise<unknown> {
  const { world } = stage;
  switch (command.do) {
    case "withdraw":
      return withdrawPromotion(as(stage, command.by), {
        params: await numbered(stage, "promotion", command),
        body: REASON,
      });
    case "recompose":
      return recomposePromotion(as(stage, command.by), {
        params: await numbered(stage, "promotion", command),
      });
    case "own_reconciliation":
      return own(stage, command.act, command);
    case "end_cooldown":
      return endTheCooldown(stage, command.by);
    case "freeze":
      return freeze(stage, command.by, command.hours);
    case "end_freeze":
      return endNewestFreeze(stage, command.by);
    case "merge_by_hand":
      return mergeByHand(stage, await numbered(stage, "promotion", command));
    case "rewrite_history":
      return rewriteHistory(world, command.commits);
    case "accept_history":
      return acceptNewestHistory(stage, command.by);
    case "git_away":
      return existsSync(world.repository.directory) ? world.moveRepositoryAway() : undefined;
    case "git_back":
      return world.bringRepositoryBack();
    default:
      return assertNever(command);
  }
}

const as = ({ world, actors }: MotionStage, by: Actor) => world.as(actors[by]);

async function numbered(
  stage: MotionStage,
  table: "promotion" | "reconciliation",
  { back }: { back: number },
): Promise<{ project: string; number: number }> {
  return { ...stage.world.params, number: await newestNumber(stage, table, back) };
}

async function own(stage: MotionStage, act: OwnAct, by: { by: Actor; back: number }): Promise<unknown> {
  const ctx = as(stage, by.by);
  const params = await numbered(stage, "reconciliation", by);
  switch (act) {
    case "restore":
      return restoreReconciliation(ctx, { params });
    case "ask_review":
      return askReconciliationReview(ctx, { params });
    case "post_review":
      return postReviewReconciliation(ctx, { params, body: { comment: "It was right." } });
    case "take_over":
      return takeOverReconciliation(ctx, { params });
    case "recheck":
      return recheckReconciliation(ctx, { params });
    case "remind":
      return remindReconciliation(ctx, { params });
    default:
      return assertNever(act);
  }
}

async function endTheCooldown(stage: MotionStage, by: Actor): Promise<unknown> {
  const { world } = stage;
  const { version } = await world.test.db.environment.findFirstOrThrow({
    where: { projectId: world.project.id, name: world.environment.environment },
  });
  const body = { ...REASON, expectedVersion: version };
  return endCooldown(as(stage, by), { params: world.environment, body });
}

function freeze(stage: MotionStage, by: Actor, hours: number): Promise<unknown> {
  const { world } = stage;
  const startsAt = world.clock.at.toISOString();
  const endsAt = new Date(world.clock.at.getTime() + hours * HOUR_MS).toISOString();
  return planFreeze(as(stage, by), { params: world.environment, body: { startsAt, endsAt, ...REASON } });
}

async function endNewestFreeze(stage: MotionStage, by: Actor): Promise<unknown> {
  const { world } = stage;
  const where = { projectId: world.project.id, endedAt: null };
  const { id } = await world.test.db.freezeWindow.findFirstOrThrow({ where, orderBy: { createdAt: "desc" } });
  return endFreeze(as(stage, by), { params: { ...world.params, id } });
}

/** Somebody merges a promotion's branch with plain git, whatever the promotion's state is by now. */
async function mergeByHand({ world }: MotionStage, { number }: { number: number }): Promise<void> {
  const row = await world.test.db.promotion.findUniqueOrThrow({
    where: { projectId_number: { projectId: world.project.id, number } },
  });
  if (row.branch === null) return;
  const { git, directory } = world.repository;
  if (!existsSync(directory)) return;
  try {
    git("fetch", "-q", "origin", "main", row.branch);
    git("checkout", "-q", "-B", "main", "origin/main");
    git("merge", "-q", "--no-ff", "-m", `Merge ${row.branch} by hand`, "FETCH_HEAD");
    git("push", "-q", "origin", "HEAD:refs/heads/main");
  } catch {
    git("reset", "-q", "--hard");
  }
}

/** Somebody pushes an older main over the newer one; the first commits, with the layout and the first release, stay. */
function rewriteHistory({ repository }: MotionWorld, commits: number): void {
  const { git, directory } = repository;
  if (!existsSync(directory)) return;
  git("fetch", "-q", "origin", "main");
  const length = Number(git("rev-list", "--count", "--first-parent", "origin/main"));
  const back = Math.min(commits, length - KEPT_COMMITS);
  if (back > 0) git("push", "-q", "-f", "origin", `origin/main~${back}:refs/heads/main`);
}

const KEPT_COMMITS = 3;

async function acceptNewestHistory(stage: MotionStage, by: Actor): Promise<unknown> {
  const { world } = stage;
  const where = { projectId: world.project.id, acceptedAt: null };
  const { id } = await world.test.db.historyRewrite.findFirstOrThrow({ where, orderBy: { foundAt: "desc" } });
  return acceptHistory(as(stage, by), { params: world.params, body: { rewriteId: id, ...REASON } });
}
