import type { Project } from "../../db/queries/projects.ts";
import {
  findEvalRun,
  type NewEvalRun,
  type StoredEvalRun,
  saveEvalRun,
} from "../../db/repositories/eval-runs.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { digestOf } from "../../domain/digest.ts";
import { summariseCases } from "../../domain/gates/eval-summary.ts";
import { digestOfEvidenceKey, evidenceKeyOf, MEASURING_KINDS } from "../../domain/gates/evidence-key.ts";
import { findUnpinnedReasons } from "../../domain/gates/unpinned.ts";
import type { KeyedPart } from "../../domain/releases/release-part.ts";
import type { ServiceContext } from "../context.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { recheckPromotions } from "../promotions/recheck-promotions.ts";
import { isSelfReported } from "./is-self-reported.ts";

/** A run as it was measured, before it is known who sent it and what it proves. */
export type MeasuredRun = Pick<
  NewEvalRun,
  "releaseId" | "underReleaseId" | "format" | "tool" | "origin" | "conditions" | "cases" | "raw"
>;
type Stored = StoredEvalRun & { created: boolean };

/**
 * storeEvalRun keeps a run that was read or measured; what it says is worked out before the transaction begins. The
 * same run again is found, not repeated. The caller has authorised and knows that its releases exist.
 */
export async function storeEvalRun(
  ctx: ServiceContext,
  project: Project,
  measured: MeasuredRun,
): Promise<Stored> {
  const run = await readRun(ctx, project, measured);
  const known = await findEvalRun(ctx.db, run);
  return known === null ? saveNew(ctx, project, run) : { ...known, created: false };
}

async function readRun(ctx: ServiceContext, project: Project, measured: MeasuredRun): Promise<NewEvalRun> {
  const { releaseId, underReleaseId, conditions, tool } = measured;
  const summary = summariseCases(measured.cases);
  const parts = await measuredWith(ctx, project.id, measured);
  const key =
    releaseId === null
      ? null
      : evidenceKeyOf(parts, summary.caseIdsDigest, { featureSnapshot: conditions.featureSnapshot ?? null });
  const evidence = key === null ? null : { key, digest: digestOfEvidenceKey(key) };
  const rawDigest = digestOf(measured.raw);
  // Numbers enter the digest as text, because a fraction has no one form in every language.
  const numbers = Object.entries(summary).map(
    ([name, value]) => [name, value === null ? null : String(value)] as const,
  );
  const said = {
    releaseId,
    underReleaseId,
    conditions,
    tool,
    rawDigest,
    summary: Object.fromEntries(numbers),
  };
  return {
    ...measured,
    ...{ projectId: project.id, summary, evidence, rawDigest },
    unpinnedReasons: releaseId === null ? [] : findUnpinnedReasons(conditions, parts),
    digest: digestOf(canonicalJson({ ...said, evidenceKeyDigest: evidence?.digest ?? null })),
    sentBy: principalRef(ctx.principal),
    sentByName: ctx.principal.name,
    selfReported: releaseId !== null && (await isSelfReported(ctx, project.id, releaseId)),
    createdAt: ctx.now(),
  };
}

/** The release's own parts; for the kinds that measure those of the release it was measured under. */
async function measuredWith(
  ctx: ServiceContext,
  projectId: string,
  { releaseId, underReleaseId }: MeasuredRun,
): Promise<KeyedPart[]> {
  if (releaseId === null) return [];
  const partsOf = (id: string) => ctx.db.releaseComponent.findMany({ where: { projectId, releaseId: id } });
  const own = await partsOf(releaseId);
  if (underReleaseId === null) return own;
  const measures = (part: KeyedPart) => MEASURING_KINDS.some((kind) => kind === part.kind);
  const under = await partsOf(underReleaseId);
  return [...own.filter((part) => !measures(part)), ...under.filter(measures)];
}

async function saveNew(ctx: ServiceContext, project: Project, run: NewEvalRun): Promise<Stored> {
  const { releaseId, rawDigest, format, digest, selfReported } = run;
  try {
    return await transact(ctx, async (tx, audit) => {
      const saved = await saveEvalRun(tx, run);
      if (saved === null) throw new NothingToDo();
      audit({
        chain: run.projectId,
        action: "eval_run.uploaded",
        resourceKind: "eval_run",
        resourceId: String(saved.number),
        releaseId,
        after: { rawDigest, format, digest, selfReported },
      });
      if (releaseId !== null) {
        await recheckPromotions(tx, audit, project, { releaseId, now: ctx.now(), ctx });
      }
      return { ...saved, created: true };
    });
  } catch (error) {
    const known = error instanceof NothingToDo ? await findEvalRun(ctx.db, run) : null;
    if (known === null) throw error;
    return { ...known, created: false };
  }
}
