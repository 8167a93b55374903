import type { Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import type { Assessment } from "../queries/assess-promotion.ts";

/** saveGateResult keeps what the gates said when somebody relied on it, with every number they used. */
export async function saveGateResult(
  tx: Transaction,
  input: { projectId: string; promotionNumber: number; assessment: Assessment; now: Date },
): Promise<void> {
  const { gate, fastChecks, evidence, subject, policyVersionId } = input.assessment;
  await tx.gateResult.create({
    data: {
      id: createId("gat", input.now),
      projectId: input.projectId,
      promotionNumber: input.promotionNumber,
      verdict: gate.verdict,
      terms: [...fastChecks, ...gate.terms],
      policyVersionId,
      policyLabel: subject.policyLabel,
      evidenceDigest: subject.evidenceDigest,
      evidenceIds: evidence.map((item) => item.id),
      createdAt: input.now,
    },
  });
}
