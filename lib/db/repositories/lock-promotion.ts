import type { Transaction } from "../client.ts";
import type { PromotionModel } from "../generated/models.ts";

/** lockPromotion locks and reads a promotion, after its environment where that is locked too (lockEnvironment). */
export async function lockPromotion(
  tx: Transaction,
  { projectId, number }: { projectId: string; number: number },
): Promise<PromotionModel> {
  await tx.$queryRaw`SELECT 1 FROM promotion WHERE "projectId" = ${projectId} AND number = ${number} FOR UPDATE`;
  return tx.promotion.findUniqueOrThrow({ where: { projectId_number: { projectId, number } } });
}
