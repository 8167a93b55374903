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
import type { Actor, OwnAct, Person, UpkeepCommand } from "./motion-commands.ts";
import { noteMaker } from "./motion-ledger.ts";
import { type MotionStage, newestNumber } from "./motion-stage.ts";
import { environmentOf } from "./motion-steps.ts";
import { ALIASES, type MotionWorld } from "./motion-world.ts";

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
      return recompose(stage, command);
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
    case "break_line":
      return breakLine(stage, command.by);
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
      return askReview(stage, by.by, params);
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

async function endTheCooldown(stage: MotionStage, by: Actor): Promise<void> {
  const { world } = stage;
  const { served } = await environmentOf(world);
  const body = { ...REASON, expectedVersion: served?.version ?? 0 };
  await endCooldown(as(stage, by), { params: world.environment, body });
  stage.ledger.cooldownEndedAt = world.clock.at;
}

/** Composing anew makes nobody's work somebody else's. */
async function recompose(stage: MotionStage, command: { by: Actor; back: number }): Promise<void> {
  const { world, ledger } = stage;
  const params = await numbered(stage, "promotion", command);
  const old = await world.test.db.promotion.findUnique({
    where: { projectId_number: { projectId: world.project.id, number: params.number } },
  });
  const { releaseId } = await recomposePromotion(as(stage, command.by), { params });
  noteMaker(ledger, releaseId, ...(ledger.makers.get(old?.releaseId ?? "") ?? []));
  if (command.by !== "key") noteMaker(ledger, releaseId, command.by);
}

async function askReview(
  stage: MotionStage,
  by: Actor,
  params: { project: string; number: number },
): Promise<void> {
  const { world, ledger } = stage;
  const { promotionNumber } = await askReconciliationReview(as(stage, by), { params });
  const { releaseId } = await world.test.db.promotion.findUniqueOrThrow({
    where: { projectId_number: { projectId: world.project.id, number: promotionNumber } },
  });
  const namedBy = ledger.namedBy.get(releaseId);
  noteMaker(ledger, releaseId, ...[namedBy ?? [], by === "key" ? [] : by].flat());
}

/** Somebody pushes an alias line that names nothing. */
function breakLine({ world }: MotionStage, by: Person): void {
  if (!existsSync(world.repository.directory)) return;
  const author = { name: by, email: `${by}@${world.project.slug}.example` };
  world.repository.commit({ files: { [ALIASES]: "production: [latest]\n" }, author, message: "Break it" });
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
