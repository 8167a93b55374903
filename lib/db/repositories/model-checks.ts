import type { ModelComparison } from "../../domain/models/compare-model.ts";
import type { Transaction } from "../client.ts";
import { createId } from "../create-id.ts";

/** saveModelCheck keeps what a model registry answered, and who asked; it is never changed. Returns its id. */
export async function saveModelCheck(
  tx: Transaction,
  input: {
    projectId: string;
    artifactVersionId: string;
    registryUri: string | null;
    comparison: ModelComparison;
    checkedBy: string;
    checkedByName: string;
    now: Date;
  },
): Promise<string> {
  const { comparison, registryUri, now, ...who } = input;
  const { verdict, ...facts } = comparison;
  const id = createId("mck", now);
  await tx.modelCheck.create({
    data: { id, ...who, verdict, detail: { registryUri, ...facts }, createdAt: now },
  });
  return id;
}
