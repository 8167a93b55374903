import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalSessionEndpoints } from "../../contracts/eval-sessions.ts";
import { addJob } from "../../db/jobs.ts";
import { toEvalSession } from "../../db/queries/eval-session-row.ts";
import { insertEvalSession } from "../../db/repositories/eval-sessions.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import type { EvalEndpoint } from "../../evals/runner/eval-endpoint.ts";
import { refuseUnpriced } from "../../evals/runner/run-plan.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { buildSessionPlan } from "./build-session-plan.ts";
import { whyNotConfigured } from "./not-configured.ts";

type Declaration = typeof evalSessionEndpoints.startEvalSession;
type Input = { params: ParamsOf<Declaration>; body: BodyOf<Declaration> };

/** startEvalSession queues a run of a release's golden set, after all that could stop it was looked at. */
export async function startEvalSession(
  ctx: ServiceContext,
  input: Input,
  endpoint: EvalEndpoint | null,
): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "eval:run", { projectId: project.id });
  const { releaseId, under: underReleaseId, repeats, budgetUsd } = input.body;
  await refuseUnknown(ctx, project.id, [releaseId, ...(underReleaseId === null ? [] : [underReleaseId])]);
  if (endpoint === null) throw new AppError("not-configured", whyNotConfigured(endpoint) ?? "");
  const plan = await buildSessionPlan(
    ctx.db,
    { projectId: project.id, releaseId, underReleaseId, repeats },
    endpoint,
  );
  refuseUnpriced(plan, budgetUsd);
  return transact(ctx, async (tx, audit) => {
    const row = await insertEvalSession(tx, {
      ...{ projectId: project.id, releaseId, underReleaseId, budgetUsd, planDigest: plan.planDigest },
      settings: {
        model: plan.model.name,
        judgeModel: plan.judge?.model.name ?? null,
        repeats,
        parts: plan.parts,
      },
      caseCount: plan.cases.length * repeats,
      startedBy: principalRef(ctx.principal),
      startedByName: ctx.principal.name,
      now: ctx.now(),
    });
    await addJob(tx, "run-eval-session", { projectId: project.id, number: row.number });
    audit({
      ...{ chain: project.id, action: "eval_session.started", resourceKind: "eval_session", releaseId },
      resourceId: String(row.number),
      after: {
        state: row.state,
        planDigest: plan.planDigest,
        underReleaseId,
        caseCount: row.caseCount,
        budgetUsd: textOf(budgetUsd),
      },
    });
    return toEvalSession(row);
  });
}

/** Amounts enter the audit chain as text, because a fraction has no one form in every language. */
function textOf(amount: number | null): string | null {
  return amount === null ? null : String(amount);
}

async function refuseUnknown(ctx: ServiceContext, projectId: string, ids: readonly string[]): Promise<void> {
  const found = await ctx.db.release.findMany({
    where: { projectId, id: { in: [...ids] } },
    select: { id: true },
  });
  const missing = ids.find((id) => !found.some((row) => row.id === id));
  if (missing !== undefined)
    throw new AppError("not-found", `There is no release ${missing} in this project.`);
}
