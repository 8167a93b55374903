import { setTimeout as sleep } from "node:timers/promises";
import type { EvalSessionModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { type HeldLease, releaseLease, takeLease } from "../../db/leases.ts";
import { beatSession, moveEvalSession, sessionSettings } from "../../db/repositories/eval-sessions.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { nextSessionState, type SessionEvent, sessionStateOf } from "../../domain/evals/session-state.ts";
import { importEvalRun } from "../../evals/index.ts";
import type { Complete, RunClock } from "../../evals/runner/completion.ts";
import type { EvalEndpoint } from "../../evals/runner/eval-endpoint.ts";
import { type RunOutcome, runPlan } from "../../evals/runner/run-plan.ts";
import { writeNativeRun } from "../../evals/runner/write-native-run.ts";
import type { ServiceContext } from "../context.ts";
import { storeEvalRun } from "../evals/store-eval-run.ts";
import { acceptState } from "../throw-refusal.ts";
import { buildSessionPlan } from "./build-session-plan.ts";
import { eventOf, isOpen, type SessionAction } from "./change-eval-session.ts";
import { whyNotConfigured } from "./not-configured.ts";
import { createSessionJournal, LeaseLost } from "./session-journal.ts";

const LEASE_SECONDS = 15;
const BEAT_MS = 1_000;
const CONCURRENCY = 4;

export type SessionRunner = {
  endpoint: EvalEndpoint | null;
  complete: Complete;
  /** Names this attempt: two workers never run one session. */
  holder: string;
  /** The process ends: the session stays open, and another worker goes on with it. */
  signal?: AbortSignal;
  clock?: RunClock;
  beatMs?: number;
};

const CLOCK: RunClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
};

/**
 * runEvalSession runs a session to its end, or to its stop: under a lease, so that one worker has it, and from its
 * rows, so that a session whose worker died goes on without paying twice. Doing it again changes nothing.
 */
export async function runEvalSession(
  ctx: ServiceContext,
  key: { projectId: string; number: number },
  runner: SessionRunner,
): Promise<void> {
  const name = `eval-session:${key.projectId}:${key.number}`;
  const lease = await takeLease(ctx.db, name, runner.holder, LEASE_SECONDS);
  if (lease === null)
    return addJob(ctx.db, "run-eval-session", key, new Date(Date.now() + LEASE_SECONDS * 1_000));
  try {
    const row = await ctx.db.evalSession.findUniqueOrThrow({ where: { projectId_number: key } });
    if (isOpen(row)) await runLeased(ctx, row, lease, runner);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    ctx.logger.warn({ session: key.number }, "another worker has this eval session");
  } finally {
    await releaseLease(ctx.db, name, runner.holder);
  }
}

async function runLeased(
  ctx: ServiceContext,
  found: EvalSessionModel,
  lease: HeldLease,
  runner: SessionRunner,
): Promise<void> {
  const row =
    found.state === "running" ? found : await move(ctx, found, { kind: "taken" }, "eval_session.running");
  const halt = new AbortController();
  const beat = startBeat(ctx, row, { lease, runner, halt });
  try {
    const outcome = await measure(ctx, row, lease, { ...runner, signal: halt.signal });
    await beat.stop();
    await settle(ctx, row, outcome, runner.signal?.aborted === true);
  } catch (error) {
    await beat.stop();
    if (!(error instanceof AppError)) throw error;
    const current = await reload(ctx, row);
    if (isOpen(current))
      await move(ctx, current, { kind: "failed" }, "eval_session.failed", {
        lastError: error.detail,
        endedAt: ctx.now(),
      });
  }
}

async function measure(ctx: ServiceContext, row: EvalSessionModel, lease: HeldLease, runner: SessionRunner) {
  const { endpoint } = runner;
  if (endpoint === null) throw new AppError("not-configured", whyNotConfigured(endpoint) ?? "");
  const plan = await buildSessionPlan(
    ctx.db,
    { ...row, repeats: sessionSettings.parse(row.settings).repeats },
    endpoint,
  );
  const outcome = await runPlan(plan, {
    complete: runner.complete,
    journal: createSessionJournal(ctx, row, lease),
    clock: runner.clock ?? CLOCK,
    signal: runner.signal,
    budgetUsd: row.budgetUsd,
    concurrency: CONCURRENCY,
  });
  return { outcome, plan };
}

async function settle(
  ctx: ServiceContext,
  row: EvalSessionModel,
  { outcome, plan }: Awaited<ReturnType<typeof measure>>,
  isEnding: boolean,
): Promise<void> {
  const current = await reload(ctx, row);
  if (!isOpen(current)) return;
  if (outcome.kind === "finished") {
    const evalRunNumber = await recordRun(
      ctx,
      current,
      writeNativeRun(plan.evidence, outcome.results, row.createdAt),
    );
    await move(ctx, current, { kind: "finished" }, "eval_session.finished", {
      evalRunNumber,
      endedAt: ctx.now(),
    });
    return;
  }
  const isHandedOn = outcome.kind === "stopped" && isEnding && !current.stopRequested;
  if (isHandedOn) return addJob(ctx.db, "run-eval-session", { projectId: row.projectId, number: row.number });
  await move(ctx, current, { kind: "stopped" }, "eval_session.stopped", {
    lastError: sentenceOf(outcome),
    endedAt: ctx.now(),
  });
}

function sentenceOf(outcome: RunOutcome): string | null {
  return "sentence" in outcome ? outcome.sentence : null;
}

/** The finished run enters the evidence by the same way as an upload: the same bytes again are the same run. */
async function recordRun(ctx: ServiceContext, row: EvalSessionModel, file: string): Promise<number> {
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: row.projectId } });
  const raw = new TextEncoder().encode(file);
  const { cases, conditions, format, tool } = importEvalRun(raw, "native");
  const { releaseId, underReleaseId } = row;
  const run = { releaseId, underReleaseId, format, tool, cases, raw, conditions: conditions ?? {} };
  return (await storeEvalRun(ctx, project, { ...run, origin: "runner" })).number;
}

type Change = { lastError?: string | null; evalRunNumber?: number; endedAt?: Date };

function move(
  ctx: ServiceContext,
  row: EvalSessionModel,
  event: SessionEvent,
  action: SessionAction,
  change: Change = {},
): Promise<EvalSessionModel> {
  const before = sessionStateOf(row);
  const state = acceptState(nextSessionState(before, event));
  return transact(ctx, async (tx, audit) => {
    const moved = await moveEvalSession(tx, row, { ...change, state, now: ctx.now() });
    const { doneCount, errorCount, evalRunNumber, lastError } = moved;
    audit({
      ...eventOf(row, action),
      before: { state: before },
      after: { state, doneCount, errorCount, evalRunNumber, lastError },
    });
    return moved;
  });
}

function reload(ctx: ServiceContext, { projectId, number }: EvalSessionModel): Promise<EvalSessionModel> {
  return ctx.db.evalSession.findUniqueOrThrow({ where: { projectId_number: { projectId, number } } });
}

type Watched = { lease: HeldLease; runner: SessionRunner; halt: AbortController };

/** Keeps the lease, says that somebody is at it, and halts the run when it is told to stop, the lease is lost, or the process ends. */
function startBeat(
  ctx: ServiceContext,
  row: EvalSessionModel,
  { lease, runner, halt }: Watched,
): { stop: () => Promise<void> } {
  let isOver = false;
  const onEnd = () => halt.abort();
  runner.signal?.addEventListener("abort", onEnd);
  if (runner.signal?.aborted) halt.abort();
  const run = async () => {
    while (!isOver) {
      const held = await takeLease(ctx.db, lease.name, runner.holder, LEASE_SECONDS);
      if (held === null || held.fencing !== lease.fencing) return halt.abort();
      if ((await beatSession(ctx.db, row, ctx.now())).stopRequested) halt.abort();
      await Promise.race([sleep(runner.beatMs ?? BEAT_MS), ended]);
    }
  };
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const running = run().catch((error: unknown) => {
    ctx.logger.error({ err: error, session: row.number }, "the beat of an eval session failed");
    halt.abort();
  });
  return {
    stop: async () => {
      isOver = true;
      end();
      runner.signal?.removeEventListener("abort", onEnd);
      await running;
    },
  };
}
