import type { LicenceLevel } from "../../domain/judges/licence.ts";
import type { Transaction } from "../client.ts";
import { createId } from "../create-id.ts";

type By = { labelledBy: string; labelledByName: string };

/** appendJudgeLabel keeps one person's word about one judged answer. */
export async function appendJudgeLabel(
  tx: Transaction,
  label: By & {
    projectId: string;
    judgeVersionId: string;
    runId: string;
    position: number;
    passed: boolean;
    comment: string;
    createdAt: Date;
  },
): Promise<string> {
  const id = createId("lbl", label.createdAt);
  await tx.judgeLabel.create({ data: { id, ...label } });
  return id;
}

/** appendJudgeLicence keeps a grant; the newest one of a version counts. */
export async function appendJudgeLicence(
  tx: Transaction,
  licence: {
    projectId: string;
    judgeVersionId: string;
    level: LicenceLevel;
    reason: string;
    grantedBy: string;
    grantedByName: string;
    createdAt: Date;
  },
): Promise<string> {
  const id = createId("lic", licence.createdAt);
  await tx.judgeLicence.create({ data: { id, ...licence } });
  return id;
}
