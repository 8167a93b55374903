import { z } from "zod";
import { evalSummary } from "../../contracts/evals.ts";
import type { GateEvidence } from "../../domain/gates/evaluate-gate.ts";
import type { Reader } from "../client.ts";

/** One eval run as a gate consumes it, and who sent it. */
export type EvidenceRun = GateEvidence & {
  id: string;
  number: number;
  digest: string;
  sentByName: string;
  selfReported: boolean;
  createdAt: Date;
};

const storedKey = z.object({
  parts: z.record(z.string(), z.object({ ref: z.string(), digest: z.string() })),
  caseIdsDigest: z.string(),
});

/** findNewestRun reads the newest eval run that names a release: the one that its gates consume. Null where none does. */
export async function findNewestRun(
  db: Reader,
  projectId: string,
  releaseId: string,
): Promise<EvidenceRun | null> {
  const row = await db.evalRun.findFirst({ where: { projectId, releaseId }, orderBy: { number: "desc" } });
  if (row === null) return null;
  return {
    id: row.id,
    number: row.number,
    digest: row.digest,
    sentByName: row.sentByName,
    selfReported: row.selfReported,
    createdAt: row.createdAt,
    summary: evalSummary.parse(row.summary),
    evidenceKey: storedKey.parse(row.evidenceKey),
  };
}

const MAX_NAMED_RUNS = 3;

/** listUnpinnedRuns names the newest runs that came in since a moment and name no release: they satisfy no gate. */
export async function listUnpinnedRuns(db: Reader, projectId: string, since: Date): Promise<number[]> {
  const rows = await db.evalRun.findMany({
    where: { projectId, releaseId: null, createdAt: { gte: since } },
    orderBy: { number: "desc" },
    take: MAX_NAMED_RUNS,
    select: { number: true },
  });
  return rows.map((row) => row.number);
}
