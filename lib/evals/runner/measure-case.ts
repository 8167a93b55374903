import type { EvalCaseInput } from "../../domain/gates/eval-case.ts";
import { isInvalidVerdict, type JudgeVerdict, parseJudgeVerdict } from "../../domain/judges/judge-verdict.ts";
import { storableText } from "../case-fields.ts";
import { type Answered, callWithRetry, STOPPED, type Unanswered } from "./call-with-retry.ts";
import { checkRules } from "./check-rules.ts";
import type { CallFailure, Complete, RunClock } from "./completion.ts";
import type { PaidAnswer } from "./journal.ts";
import { judgeMessages } from "./judge-messages.ts";
import { caseValues } from "./plan-run.ts";
import type { PlannedCase, RunPlan } from "./plan-types.ts";
import { estimateCall, priceCompletion } from "./run-budget.ts";

/** A judge that gives no `passed` of its own lets an answer pass from this score on. */
export const PASS_SCORE = 0.5;

export type MeasureDeps = { complete: Complete; clock: RunClock; signal?: AbortSignal };
export type Answer =
  | { answer: PaidAnswer; chargedUsd: number }
  | { failure: CallFailure; chargedUsd: number }
  | typeof STOPPED;
export type Measured = { result: EvalCaseInput; chargedUsd: number; failure: CallFailure | null };

/** askCase asks the model. What is charged is estimated where the endpoint reports no usage, and for tries that were too late. */
export async function askCase(plan: RunPlan, planned: PlannedCase, deps: MeasureDeps): Promise<Answer> {
  const call = { model: plan.model.name, messages: planned.messages, settings: plan.settings };
  const outcome = await callWithRetry(deps.complete, call, deps);
  if (outcome === STOPPED) return STOPPED;
  const estimate = estimateCall(planned.messages, plan.model.price, plan.settings.maxOutputTokens);
  const { chargedUsd, costUsd } = chargeOf(outcome, plan.model.price, estimate);
  if ("failure" in outcome) return { failure: outcome.failure, chargedUsd };
  const { completion, latencyMs } = outcome;
  return { answer: { ...completion, latencyMs, costUsd }, chargedUsd };
}

function chargeOf(outcome: Answered | Unanswered, price: RunPlan["model"]["price"], estimateUsd: number) {
  const costUsd = "failure" in outcome ? null : priceCompletion(outcome.completion, price);
  const answeredUsd = "failure" in outcome ? 0 : (costUsd ?? estimateUsd);
  return { costUsd, chargedUsd: answeredUsd + outcome.lateTries * estimateUsd };
}

/**
 * judgeCase turns an answer into a measured case: its rules, and the judge where there is one. The score is the worse
 * of the judge's and the share of rules that were kept. A judge's answer that is no verdict makes the case a
 * `judge_error`, never a score. It goes on although the run was told to stop, because the answer is paid for.
 */
export async function judgeCase(
  plan: RunPlan,
  planned: PlannedCase,
  place: { repeat: number; answer: PaidAnswer },
  { complete, clock }: MeasureDeps,
): Promise<Measured> {
  const { golden } = planned;
  const { answer } = place;
  const rules = checkRules(golden, answer.text, plan.judge !== null);
  const ruleShare = rules.count === 0 ? 1 : (rules.count - rules.failures.length) / rules.count;
  const base = baseOf(planned, place.repeat, answer);
  const metrics: Record<string, number> = rules.count === 0 ? {} : { rules: ruleShare };
  if (plan.judge === null) {
    const reason = rules.failures.length > 0 ? rules.failures.join(" ") : "All rules are kept.";
    const result = {
      ...base,
      passed: rules.failures.length === 0,
      score: ruleShare,
      reason: storableText(reason),
      metrics,
    };
    return { result, chargedUsd: 0, failure: null };
  }
  const messages = judgeMessages(plan.judge.rubric, golden, caseValues(golden), answer.text);
  const outcome = await callWithRetry(
    complete,
    { model: plan.judge.model.name, messages, settings: { temperature: 0 } },
    { clock },
  );
  if (outcome === STOPPED) throw new Error("judging does not stop");
  const charge = chargeOf(
    outcome,
    plan.judge.model.price,
    estimateCall(messages, plan.judge.model.price, 200),
  );
  const isPriced = answer.costUsd !== null && charge.costUsd !== null;
  const costUsd = isPriced ? (answer.costUsd ?? 0) + (charge.costUsd ?? 0) : null;
  const verdict =
    "failure" in outcome ? { invalid: outcome.failure.sentence } : parseJudgeVerdict(outcome.completion.text);
  const failure = "failure" in outcome ? outcome.failure : null;
  if (isInvalidVerdict(verdict)) {
    const reason = storableText(`judge_error: ${verdict.invalid}`);
    return {
      result: { ...base, costUsd, passed: false, score: 0, reason, isError: true, metrics },
      chargedUsd: charge.chargedUsd,
      failure,
    };
  }
  return {
    result: {
      ...base,
      costUsd,
      ...scoreOf(verdict, rules.failures, ruleShare),
      metrics: { ...metrics, judge: verdict.score },
    },
    chargedUsd: charge.chargedUsd,
    failure,
  };
}

function scoreOf(verdict: JudgeVerdict, failures: readonly string[], ruleShare: number) {
  const isGood = verdict.passed ?? verdict.score >= PASS_SCORE;
  return {
    passed: isGood && failures.length === 0,
    score: Math.min(verdict.score, ruleShare),
    reason: storableText([...failures, verdict.reason].join(" ")),
  };
}

/** failedCase is a case that got no answer: it is kept, scores 0, and says why. */
export function failedCase(planned: PlannedCase, repeat: number, sentence: string): EvalCaseInput {
  return {
    ...baseOf(planned, repeat, null),
    passed: false,
    score: 0,
    reason: storableText(sentence),
    isError: true,
    metrics: {},
  };
}

function baseOf({ golden, messages }: PlannedCase, repeat: number, answer: PaidAnswer | null) {
  return {
    ...{ caseId: golden.id, repeat, tags: [...golden.tags], isCached: false, isError: false },
    totalTokens: answer?.totalTokens ?? null,
    inputTokens: answer?.inputTokens ?? null,
    outputTokens: answer?.outputTokens ?? null,
    latencyMs: answer?.latencyMs ?? null,
    costUsd: answer?.costUsd ?? null,
    input: storableText(golden.question ?? messages.at(-1)?.content ?? ""),
    output: answer === null ? null : storableText(answer.text),
  };
}
