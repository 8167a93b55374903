import type { EvalSessionResponse } from "../../contracts/eval-sessions.ts";
import { isOpenSession, sessionStateOf } from "../../domain/evals/session-state.ts";
import type { EvalSessionModel } from "../generated/models.ts";
import { sessionSettings } from "../repositories/eval-sessions.ts";

/** toEvalSession is a stored session as the API shows it. */
export function toEvalSession(row: EvalSessionModel): EvalSessionResponse {
  const { model, judgeModel, repeats } = sessionSettings.parse(row.settings);
  const { number, releaseId, underReleaseId, budgetUsd, spentUsd, caseCount, doneCount, errorCount } = row;
  const { lastError, evalRunNumber, startedByName, version } = row;
  const state = sessionStateOf(row);
  return {
    ...{ number, releaseId, underReleaseId, state, model, judgeModel, repeats, budgetUsd, spentUsd },
    ...{ caseCount, doneCount, errorCount, lastError, evalRunNumber, startedByName, version },
    isStopping: row.stopRequested && isOpenSession(state),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
