import { z } from "zod";
import { evalSummary } from "../../contracts/evals.ts";
import { compareKeys, type EvidenceKey, evidenceKeyOf } from "../../domain/gates/evidence-key.ts";
import type { GateEvidence } from "../../domain/gates/gate-facts.ts";
import type { Reader } from "../client.ts";
import type { EvalRunModel } from "../generated/models.ts";

/** One eval run as a gate consumes it, and who sent it. */
export type EvidenceRun = GateEvidence & {
  id: string;
  number: number;
  digest: string;
  sentByName: string;
  selfReported: boolean;
  createdAt: Date;
  /** The program that measured, as the run names it. */
  tool: string;
  /** Whose golden set, judge, index and settings were used, where not the release's own. */
  underReleaseId: string | null;
};

const storedKey = z.object({
  parts: z.record(z.string(), z.object({ ref: z.string(), digest: z.string() })),
  caseIdsDigest: z.string(),
  featureSnapshot: z.string().nullable().optional(),
});

/** readEvidenceKey reads what a run was measured with; null where it names no release. */
export async function readEvidenceKey(
  db: Reader,
  run: Pick<EvalRunModel, "projectId" | "releaseId" | "underReleaseId" | "evidenceKey">,
): Promise<EvidenceKey | null> {
  if (run.releaseId === null || run.evidenceKey === null) return null;
  const key = storedKey.parse(run.evidenceKey);
  if (key.featureSnapshot !== undefined) return { ...key, featureSnapshot: key.featureSnapshot };
  // Stored before index and snapshot were part of the key: a release's parts never change, so they are read again.
  const parts = await db.releaseComponent.findMany({
    where: { projectId: run.projectId, releaseId: run.underReleaseId ?? run.releaseId },
  });
  return evidenceKeyOf(parts, key.caseIdsDigest);
}

/** What a base's run should have been measured with: the candidate's key, and what the policy lets differ. */
export type WantedKey = { key: EvidenceKey; across: readonly string[] };

/** How many of a release's newest runs are looked through for one that matches. */
const MAX_SEARCHED_RUNS = 100;

/**
 * findNewestRun reads the eval run of a release that its gates consume; null where none does. Unpinned runs satisfy no
 * gate and are left out. Without `wanted` it is the newest run made with the release's own instruments: a candidate is
 * never judged by another release's. With `wanted` (for a base) it is the newest run whose key matches, so that a base
 * measured again under the candidate's instruments counts; where none matches, the newest of its own, which the gate
 * then calls not comparable and says why.
 */
export async function findNewestRun(
  db: Reader,
  projectId: string,
  releaseId: string,
  wanted: WantedKey | null = null,
): Promise<EvidenceRun | null> {
  const rows = await db.evalRun.findMany({
    where: { projectId, releaseId, unpinnedReasons: { equals: [] } },
    orderBy: { number: "desc" },
    take: MAX_SEARCHED_RUNS,
  });
  if (wanted !== null) {
    for (const row of rows) {
      const key = await readEvidenceKey(db, row);
      if (key !== null && compareKeys(key, wanted.key, wanted.across).comparable) return toEvidence(db, row);
    }
  }
  const own = rows.find((row) => row.underReleaseId === null);
  const shown = own ?? (wanted === null ? undefined : rows[0]);
  return shown === undefined ? null : toEvidence(db, shown);
}

async function toEvidence(db: Reader, row: EvalRunModel): Promise<EvidenceRun | null> {
  const evidenceKey = await readEvidenceKey(db, row);
  if (evidenceKey === null) return null;
  return {
    id: row.id,
    number: row.number,
    digest: row.digest,
    sentByName: row.sentByName,
    sentByKey: row.sentBy.startsWith("key:") ? row.sentByName : null,
    selfReported: row.selfReported,
    origin: row.origin === "runner" ? "runner" : "upload",
    tool: row.tool,
    createdAt: row.createdAt,
    underReleaseId: row.underReleaseId,
    summary: evalSummary.parse(row.summary),
    evidenceKey,
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

/** A run that names a release and yet satisfies no gate, and why. */
export type UnpinnedRun = { number: number; reasons: string[] };

/**
 * listUnpinnedRunsOf names the newest runs of a release that read something unpinned ("latest" features, an alias) and
 * came in after its newest pinned run: they satisfy no gate, and a run on pinned versions settles them.
 */
export async function listUnpinnedRunsOf(
  db: Reader,
  projectId: string,
  releaseId: string,
): Promise<UnpinnedRun[]> {
  const pinned = await db.evalRun.findFirst({
    where: { projectId, releaseId, unpinnedReasons: { equals: [] } },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  const rows = await db.evalRun.findMany({
    where: {
      ...{ projectId, releaseId, number: { gt: pinned?.number ?? 0 } },
      NOT: { unpinnedReasons: { equals: [] } },
    },
    orderBy: { number: "desc" },
    take: MAX_NAMED_RUNS,
    select: { number: true, unpinnedReasons: true },
  });
  return rows.map((row) => ({
    number: row.number,
    reasons: z.array(z.string()).parse(row.unpinnedReasons),
  }));
}
