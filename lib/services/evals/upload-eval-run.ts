import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalEndpoints } from "../../contracts/evals.ts";
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
import { AppError } from "../../domain/errors.ts";
import { type EvalSummary, summariseCases } from "../../domain/gates/eval-summary.ts";
import { digestOfEvidenceKey, evidenceKeyOf } from "../../domain/gates/evidence-key.ts";
import { importEvalRun } from "../../evals/index.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { recheckPromotions } from "../promotions/recheck-promotions.ts";
import { isSelfReported } from "./is-self-reported.ts";

type Declaration = typeof evalEndpoints.uploadEvalRun;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration>; body: Uint8Array };
type Response = ResponseOf<Declaration>;

/**
 * uploadEvalRun imports a result file as evidence about one release; without a release it is unpinned and satisfies
 * no gate. The same file for the same release is one run. Promotions that the evidence is about are judged again.
 */
export async function uploadEvalRun(ctx: ServiceContext, input: Input): Promise<Response> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "eval:upload", { projectId: project.id });
  const releaseId = input.query.release ?? null;
  if (releaseId !== null) await refuseUnknownRelease(ctx, project.id, releaseId);
  const key = { projectId: project.id, releaseId, rawDigest: digestOf(input.body) };
  const known = await findEvalRun(ctx.db, key);
  if (known !== null) return { ...known, created: false };
  return saveNew(ctx, project, await readRun(ctx, key, input));
}

async function refuseUnknownRelease(ctx: ServiceContext, projectId: string, id: string): Promise<void> {
  const found = await ctx.db.release.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { id: true },
  });
  if (found === null) throw new AppError("not-found", `There is no release ${id} in this project.`);
}

type Key = { projectId: string; releaseId: string | null; rawDigest: string };

async function readRun(ctx: ServiceContext, key: Key, input: Input): Promise<NewEvalRun> {
  const { format, cases } = importEvalRun(input.body, input.query.format);
  const summary = summariseCases(cases);
  const evidence = await readEvidence(ctx, key, summary);
  const { projectId, releaseId, rawDigest } = key;
  return {
    ...{ projectId, releaseId, rawDigest, format, cases, summary, evidence, raw: input.body },
    digest: runDigest(key, summary, evidence?.digest ?? null),
    sentBy: principalRef(ctx.principal),
    sentByName: ctx.principal.name,
    selfReported: releaseId !== null && (await isSelfReported(ctx, projectId, releaseId)),
    createdAt: ctx.now(),
  };
}

async function readEvidence(
  ctx: ServiceContext,
  key: Key,
  summary: EvalSummary,
): Promise<NewEvalRun["evidence"]> {
  const { projectId, releaseId } = key;
  if (releaseId === null) return null;
  const parts = await ctx.db.releaseComponent.findMany({ where: { projectId, releaseId } });
  const evidenceKey = evidenceKeyOf(parts, summary.caseIdsDigest);
  return { key: evidenceKey, digest: digestOfEvidenceKey(evidenceKey) };
}

/** Numbers enter the digest as text, because a fraction has no one form in every language. */
function runDigest(key: Key, summary: EvalSummary, evidenceKeyDigest: string | null): string {
  const numbers = Object.entries(summary).map(
    ([name, value]) => [name, value === null ? null : String(value)] as const,
  );
  const { releaseId, rawDigest } = key;
  return digestOf(
    canonicalJson({ releaseId, rawDigest, summary: Object.fromEntries(numbers), evidenceKeyDigest }),
  );
}

async function saveNew(ctx: ServiceContext, project: Project, run: NewEvalRun): Promise<Response> {
  try {
    return await transact(ctx, async (tx, audit) => {
      const saved = await saveEvalRun(tx, run);
      if (saved === null) throw new NothingToDo();
      audit({
        chain: run.projectId,
        action: "eval_run.uploaded",
        resourceKind: "eval_run",
        resourceId: String(saved.number),
        releaseId: run.releaseId,
        after: {
          rawDigest: run.rawDigest,
          format: run.format,
          digest: run.digest,
          selfReported: run.selfReported,
        },
      });
      if (run.releaseId !== null) {
        await recheckPromotions(tx, audit, project, { releaseId: run.releaseId, now: ctx.now() });
      }
      return { ...saved, created: true };
    });
  } catch (error) {
    const known: StoredEvalRun | null = error instanceof NothingToDo ? await findEvalRun(ctx.db, run) : null;
    if (known === null) throw error;
    return { ...known, created: false };
  }
}
