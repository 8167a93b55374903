import type { BodyOf, ParamsOf } from "../../contracts/endpoint.ts";
import type { EvalSessionResponse, evalSessionEndpoints } from "../../contracts/eval-sessions.ts";
import type { EvalSessionModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { toEvalSession } from "../../db/queries/eval-session-row.ts";
import { moveEvalSession, sessionSettings } from "../../db/repositories/eval-sessions.ts";
import { transact } from "../../db/transact.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";
import { AppError } from "../../domain/errors.ts";
import { isOpenSession, nextSessionState, sessionStateOf } from "../../domain/evals/session-state.ts";
import type { EvalEndpoint } from "../../evals/runner/eval-endpoint.ts";
import { differingParts } from "../../evals/runner/journal.ts";
import { refuseUnpriced } from "../../evals/runner/run-plan.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { acceptState } from "../throw-refusal.ts";
import { buildSessionPlan } from "./build-session-plan.ts";
import { whyNotConfigured } from "./not-configured.ts";

type Stop = typeof evalSessionEndpoints.stopEvalSession;
type Resume = typeof evalSessionEndpoints.resumeEvalSession;

/** stopEvalSession asks a session to stop: one that waits stops at once, one that runs ends what is under way. */
export async function stopEvalSession(
  ctx: ServiceContext,
  input: { params: ParamsOf<Stop>; body: BodyOf<Stop> },
): Promise<EvalSessionResponse> {
  const row = await loadForChange(ctx, input);
  const state = sessionStateOf(row);
  const isQueued = state === "queued";
  const next = acceptState(nextSessionState(state, { kind: "stopped" }));
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    const change = isQueued ? { state: next, endedAt: now, lastError: null } : { state };
    const moved = await moveEvalSession(tx, row, { ...change, stopRequested: true, now });
    audit({
      ...eventOf(row, isQueued ? "eval_session.stopped" : "eval_session.stop_requested"),
      before: { state },
      after: { state: moved.state },
    });
    return toEvalSession(moved);
  });
}

/** resumeEvalSession lets a stopped session go on with exactly its own plan; a budget may be raised or taken away. */
export async function resumeEvalSession(
  ctx: ServiceContext,
  input: { params: ParamsOf<Resume>; body: BodyOf<Resume> },
  endpoint: EvalEndpoint | null,
): Promise<EvalSessionResponse> {
  const row = await loadForChange(ctx, input);
  const state = sessionStateOf(row);
  const next = acceptState(nextSessionState(state, { kind: "resumed" }));
  if (endpoint === null) throw new AppError("not-configured", whyNotConfigured(endpoint) ?? "");
  const settings = sessionSettings.parse(row.settings);
  const plan = await buildSessionPlan(ctx.db, { ...row, repeats: settings.repeats }, endpoint);
  const differing = differingParts({ planDigest: row.planDigest, parts: settings.parts }, plan);
  if (differing.length > 0) {
    throw new AppError(
      "wrong-state",
      `The session was begun with another ${differing.join(", ")}. Start a new one; its answers cannot be mixed.`,
    );
  }
  const budgetUsd = input.body.budgetUsd === undefined ? row.budgetUsd : input.body.budgetUsd;
  refuseUnpriced(plan, budgetUsd);
  return transact(ctx, async (tx, audit) => {
    const change = {
      state: next,
      budgetUsd,
      stopRequested: false,
      lastError: null,
      endedAt: null,
      now: ctx.now(),
    };
    const moved = await moveEvalSession(tx, row, change);
    await addJob(tx, "run-eval-session", { projectId: row.projectId, number: row.number });
    audit({ ...eventOf(row, "eval_session.resumed"), before: { state }, after: { state: next } });
    return toEvalSession(moved);
  });
}

async function loadForChange(
  ctx: ServiceContext,
  input: { params: ParamsOf<Stop>; body: { expectedVersion?: number } },
): Promise<EvalSessionModel> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "eval:run", { projectId: project.id });
  const row = await ctx.db.evalSession.findUnique({
    where: { projectId_number: { projectId: project.id, number: input.params.number } },
  });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const { expectedVersion } = input.body;
  if (expectedVersion !== undefined && expectedVersion !== row.version) {
    throw new AppError("version-conflict", "The eval session was changed by someone else; look at it again.");
  }
  return row;
}

/** What may be said of a session. */
export type SessionAction = Extract<AuditAction, `eval_session.${string}`>;

/** eventOf is what an audit event of a session has in common. */
export function eventOf(row: EvalSessionModel, action: SessionAction) {
  const { projectId, number, releaseId } = row;
  return {
    chain: projectId,
    action,
    resourceKind: "eval_session",
    resourceId: String(number),
    releaseId,
  };
}

/** isOpen says whether a worker has the session, or will. */
export function isOpen(row: EvalSessionModel): boolean {
  return isOpenSession(sessionStateOf(row));
}
