import type { DecisionAction } from "../../domain/rollout/act-on-decision.ts";
import type { Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import type { InputJsonValue } from "../generated/internal/prismaNamespace.ts";
import type { DecisionModel, RolloutModel } from "../generated/models.ts";

export type NewDecision = {
  action: DecisionAction;
  mayAdvanceStep: boolean;
  reasonCodes: string[];
  /** Every number that the decision used. */
  inputs: Record<string, InputJsonValue>;
  policyLabel: string;
  /** The end of the window that was judged; null for a decision about no window. */
  windowEndAt: Date | null;
  nextLookAt: Date | null;
};

/** storeDecision writes a decision; a window that was decided about before keeps its first one, and that is returned. */
export async function storeDecision(
  tx: Transaction,
  rollout: RolloutModel,
  decision: NewDecision,
  now: Date,
): Promise<{ row: DecisionModel; isNew: boolean }> {
  const { projectId, number: rolloutNumber } = rollout;
  const id = createId("dec", now);
  const { mayAdvanceStep, inputs, ...columns } = decision;
  const { count } = await tx.decision.createMany({
    data: [
      { ...columns, id, projectId, rolloutNumber, inputs: { ...inputs, mayAdvanceStep }, createdAt: now },
    ],
    skipDuplicates: true,
  });
  const row = await tx.decision.findFirstOrThrow({
    where: count === 1 ? { id } : { projectId, rolloutNumber, windowEndAt: decision.windowEndAt },
  });
  return { row, isNew: count === 1 };
}
