import type { PromotionModel } from "../../db/generated/models.ts";
import { assessMerge } from "../../db/queries/assess-merge.ts";
import type { Project } from "../../db/queries/projects.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { movePromotion } from "./move-promotion.ts";

/**
 * startMerge notes that the console is about to merge, if nothing has come in the way since the pull request was
 * opened: a rollback, a freeze, a review that ran out. Errors: blocked, version-conflict.
 */
export async function startMerge(
  ctx: ServiceContext,
  project: Project,
  promotion: PromotionModel,
): Promise<void> {
  await transact(ctx, async (tx, audit) => {
    await lockEnvironment(tx, promotion);
    const at = { now: ctx.now(), isOnMain: false };
    const { hindrance } = await assessMerge(tx, project, promotion, at);
    if (hindrance !== null) throw new AppError("blocked", hindrance.sentence);
    await movePromotion(tx, audit, promotion, { kind: "merge_started" });
  });
}
