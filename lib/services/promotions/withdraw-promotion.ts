import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promotionEndpoints } from "../../contracts/promotions.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { movePromotion } from "./move-promotion.ts";

type Withdraw = typeof promotionEndpoints.withdrawPromotion;

/** withdrawPromotion takes a promotion back before its merge began; its release stays. */
export async function withdrawPromotion(
  ctx: ServiceContext,
  input: { params: ParamsOf<Withdraw>; body: BodyOf<Withdraw> },
): Promise<ResponseOf<Withdraw>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "promotion:withdraw", { projectId: project.id });
  const { number } = input.params;
  return transact(ctx, async (tx, audit) => {
    const promotion = await tx.promotion.findUnique({
      where: { projectId_number: { projectId: project.id, number } },
    });
    if (promotion === null) throw new AppError("not-found", "There is nothing here that you can see.");
    const state = await movePromotion(
      tx,
      audit,
      promotion,
      { kind: "withdrawn" },
      { reason: input.body.reason },
    );
    return { state };
  });
}
