import { type EnvironmentFacts, loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { expectedInGitOf } from "../../db/queries/expected-in-git-of.ts";
import { isHistoryRewritten } from "../../db/queries/list-history-rewrites.ts";
import type { Project } from "../../db/queries/projects.ts";
import { readLayout } from "../../db/queries/read-layout.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { transact } from "../../db/transact.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { servedReleaseId } from "../../domain/environments/allocation.ts";
import { classifyDesired, type DesiredClass } from "../../domain/environments/classify-desired.ts";
import { AppError } from "../../domain/errors.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { ServiceContext } from "../context.ts";
import { recordDesired } from "../environments/record-desired.ts";
import { completeMerge } from "../promotions/complete-merge.ts";
import { isOwnReconciliation } from "../reconciliations/is-own-reconciliation.ts";
import { settleReconciliation } from "../reconciliations/settle-reconciliation.ts";
import { adoptRelease, followUnreviewed } from "./adopt-release.ts";
import { isConfirmed } from "./confirm-manifest.ts";
import type { DesiredWork } from "./desired-work.ts";
import { findMergedPromotion, type MergedPromotion } from "./find-merged-promotion.ts";
import { followRevert } from "./follow-revert.ts";
import { noteFirstSeen } from "./note-first-seen.ts";
import { noteHistoryRewrite } from "./note-history-rewrite.ts";
import { recordUnreviewed } from "./record-unreviewed.ts";

/** What one look at main's head found out for an environment, before anything is decided. */
type Look = {
  merged: MergedPromotion | null;
  isOwnReconciliation: boolean;
  isComposable: boolean;
  followUnreviewed: boolean;
  isHistoryRewritten: boolean;
};

/**
 * observeDesired acts on what main names for an environment, by classifyDesired: what was reviewed is rolled out, a
 * return to what was fully served is followed at once, the first release is adopted, and anything else is not
 * served but told. Another process that moved the environment meanwhile wins; the next look decides anew.
 */
export async function observeDesired(
  ctx: ServiceContext,
  project: Project,
  desired: DesiredInGit,
  head: string,
): Promise<void> {
  const { environment: name } = desired;
  const key = { projectId_name: { projectId: project.id, name } };
  const found = await ctx.db.environment.findUnique({ where: key });
  if (found === null) return;
  if (found.firstSeenAt === null) await noteFirstSeen(ctx, found, desired);
  const facts = await loadEnvironmentFacts(ctx.db, project.id, name);
  if (!needsLook(facts, desired)) return;
  const look = await lookCloser(ctx, project, facts, desired, head);
  const decided = classify(facts, desired, look);
  if (decided.kind === "known") return;
  // A head that moved since it was read may say something else already.
  if ((await ctx.gitHostFor(project).headOfMain()) !== head) return;
  if (decided.kind === "rollout" && look.merged !== null) {
    if (await isCompleted(ctx, project, look.merged)) return;
    return act(ctx, project, facts, desired, { kind: "unreviewed", cause: "unreviewed" });
  }
  await act(
    ctx,
    project,
    facts,
    desired,
    decided,
    (now) => classify(now, desired, look).kind === decided.kind,
  );
}

/** Nothing new, and nothing that waits for something to become possible: most looks end here. */
function needsLook(facts: EnvironmentFacts, desired: DesiredInGit): boolean {
  if (facts.environment.desiredReleaseId !== desired.releaseId) return true;
  const { openReconciliation: open } = facts;
  if (open?.kind === "unreviewed_change") return true;
  return open === null && desired.releaseId !== expectedInGitOf(facts);
}

async function lookCloser(
  ctx: ServiceContext,
  project: Project,
  facts: EnvironmentFacts,
  desired: DesiredInGit,
  head: string,
): Promise<Look> {
  const { manifest } = desired;
  const { desiredCommit, desiredReleaseId } = facts.environment;
  const isNews = desiredReleaseId !== desired.releaseId;
  if (isNews && desiredCommit !== null && desiredCommit !== "") {
    // The head that was read last may be older than what the console itself merged.
    await noteHistoryRewrite(ctx, ctx.gitHostFor(project), project, { from: desiredCommit, to: head });
  }
  const layout = await readLayout(ctx.db, project.id);
  return {
    merged: await findMergedPromotion(ctx, project, desired),
    isOwnReconciliation: await isOwnReconciliation(ctx, project, facts, desired),
    isComposable: manifest !== null && (await isConfirmed(ctx.db, project.id, manifest)),
    followUnreviewed: layout?.environments[desired.environment]?.followUnreviewed ?? false,
    isHistoryRewritten: await isHistoryRewritten(ctx.db, project.id),
  };
}

function classify(facts: EnvironmentFacts, desired: DesiredInGit, look: Look): DesiredClass {
  const { environment, allocation, openRollout } = facts;
  return classifyDesired({
    namedReleaseId: desired.releaseId,
    knownReleaseId: environment.desiredReleaseId,
    environment: environment.name,
    servedReleaseId: allocation === null ? null : servedReleaseId(allocation),
    openRollout,
    openReconciliation: facts.openReconciliation?.kind ?? null,
    isReviewed: look.merged !== null,
    isOwnReconciliation: look.isOwnReconciliation,
    fullyServed: new Set(facts.fullyServed),
    quarantined: facts.quarantined,
    firstNamedReleaseId: environment.firstNamedReleaseId,
    isComposable: look.isComposable,
    followUnreviewed: look.followUnreviewed,
    isHistoryRewritten: look.isHistoryRewritten,
  });
}

/** False where the runtime cannot take the merge now, because another rollout is on its way. */
async function isCompleted(ctx: ServiceContext, project: Project, merged: MergedPromotion): Promise<boolean> {
  try {
    await completeMerge(ctx, { projectId: project.id, ...merged });
  } catch (error) {
    if (error instanceof AppError && (error.code === "wrong-state" || error.code === "blocked")) return false;
    throw error;
  }
  return true;
}

async function act(
  ctx: ServiceContext,
  project: Project,
  before: EnvironmentFacts,
  desired: DesiredInGit,
  decided: DesiredClass,
  isStill: (facts: EnvironmentFacts) => boolean = () => true,
): Promise<void> {
  if (isSettled(before, desired, decided)) return;
  await transact(ctx, async (tx, audit) => {
    const { version, allocationVersion, name } = before.environment;
    const facts = await lockEnvironment(tx, { projectId: project.id, environment: name });
    const { environment } = facts;
    const isSame = environment.version === version && environment.allocationVersion === allocationVersion;
    // A quarantine in another environment moves nothing here and still changes what this look means.
    if (!isSame || !isStill(facts)) {
      throw new AppError(
        "version-conflict",
        "The environment moved while git was read; it is looked at again.",
      );
    }
    await apply(ctx, { tx, audit, project, facts, desired }, decided);
  });
}

/** Whether the same look was acted on before: a change that nobody reviewed is recorded once. */
function isSettled(
  { environment, openReconciliation }: EnvironmentFacts,
  desired: DesiredInGit,
  decided: DesiredClass,
) {
  const isNews = environment.desiredReleaseId !== desired.releaseId;
  if (isNews) return false;
  if (decided.kind === "unreviewed") return openReconciliation !== null;
  return decided.kind === "own_reconciliation" || (decided.kind === "agreed" && openReconciliation === null);
}

async function apply(ctx: ServiceContext, work: DesiredWork, decided: DesiredClass): Promise<void> {
  const { tx, audit, facts, desired } = work;
  const { manifest } = desired;
  switch (decided.kind) {
    case "agreed":
    case "own_reconciliation":
    case "rollout":
    case "known":
      if (facts.environment.desiredReleaseId !== desired.releaseId) {
        await recordDesired(tx, audit, facts, { ...desired, now: ctx.now() });
      }
      break;
    case "adopted":
      if (manifest !== null) await adoptRelease(ctx, work, manifest);
      break;
    case "followed_unreviewed":
      if (manifest !== null) await followUnreviewed(ctx, work, manifest);
      break;
    case "followed_revert":
      return followRevert(ctx, work, decided.toReleaseId);
    case "unreviewed":
      return recordUnreviewed(ctx, work, decided.cause);
    default:
      return assertNever(decided);
  }
  await settleReconciliation(ctx, work);
}
