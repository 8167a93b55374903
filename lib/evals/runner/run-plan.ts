import { AppError } from "../../domain/errors.ts";
import type { EvalCaseInput } from "../../domain/gates/eval-case.ts";
import { STOPPED } from "./call-with-retry.ts";
import type { Complete, RunClock } from "./completion.ts";
import { differingParts, type PaidAnswer, placeKey, type RunJournal } from "./journal.ts";
import { askCase, failedCase, judgeCase } from "./measure-case.ts";
import type { PlannedCase, RunPlan } from "./plan-types.ts";
import { estimateCase, RunBudget } from "./run-budget.ts";

/** So many cases in a row without an answer end the run, so that an endpoint that is down does not fail all of them. */
const HOPELESS_AFTER = 5;

export type RunProgress = {
  done: number;
  total: number;
  errors: number;
  spentUsd: number;
  /** How long it will take at the pace so far; null before anything was measured. */
  etaMs: number | null;
};

export type RunDeps = {
  complete: Complete;
  journal: RunJournal;
  clock: RunClock;
  /** Ends the run: nothing new is asked; what is under way ends and is kept. */
  signal?: AbortSignal;
  budgetUsd: number | null;
  concurrency: number;
  onProgress?: (progress: RunProgress) => void;
};

export type RunOutcome =
  | { kind: "finished"; results: EvalCaseInput[]; progress: RunProgress }
  | { kind: "stopped"; progress: RunProgress }
  | { kind: "budget"; progress: RunProgress; sentence: string }
  /** The endpoint answers nothing, or refuses everything; `sentence` says what to do. */
  | { kind: "endpoint"; progress: RunProgress; sentence: string };

type Task = { planned: PlannedCase; repeat: number; chargedUsd: number };

/**
 * runPlan measures every case of a plan that its journal does not hold yet. Throws `invalid` where the journal is of
 * another plan, or a budget is set and a price is not known.
 */
export async function runPlan(plan: RunPlan, deps: RunDeps): Promise<RunOutcome> {
  refuseUnpriced(plan, deps.budgetUsd);
  const run = new Run(plan, deps, await openJournal(plan, deps.journal));
  const workers = Array.from({ length: Math.max(1, deps.concurrency) }, () => run.work());
  // What is under way when one fails is waited for and kept, because it is paid for.
  const ended = await Promise.allSettled(workers);
  const failed = ended.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return run.outcome();
}

/** refuseUnpriced throws `invalid` where a budget is set and a price is not known: it could not be kept. */
export function refuseUnpriced(plan: RunPlan, budgetUsd: number | null): void {
  if (budgetUsd === null) return;
  const models = [plan.model, ...(plan.judge === null ? [] : [plan.judge.model])];
  const unknown = models.filter((model) => model.price === null).map((model) => model.name);
  if (unknown.length === 0) return;
  throw new AppError(
    "invalid",
    `The price of ${unknown.join(" and ")} is not known, so a budget cannot be kept. Give the price, or run without a budget.`,
  );
}

type Kept = { results: Map<string, EvalCaseInput>; answers: Map<string, PaidAnswer>; spentUsd: number };

async function openJournal(plan: RunPlan, journal: RunJournal): Promise<Kept> {
  const header = { planDigest: plan.planDigest, parts: plan.parts };
  const kept: Kept = { results: new Map(), answers: new Map(), spentUsd: 0 };
  const loaded = await journal.load();
  if (loaded === null) {
    await journal.begin(header);
    return kept;
  }
  const differing = differingParts(loaded.header, header);
  if (differing.length > 0) {
    throw new AppError(
      "invalid",
      `This run was begun with another ${differing.join(", ")}. Start a new one; its answers cannot be mixed.`,
    );
  }
  for (const entry of loaded.entries) {
    kept.spentUsd += entry.chargedUsd;
    if (entry.kind === "result") kept.results.set(placeKey(entry), entry.result);
    else kept.answers.set(placeKey(entry), entry.answer);
  }
  return kept;
}

class Run {
  readonly #plan: RunPlan;
  readonly #deps: RunDeps;
  readonly #kept: Kept;
  readonly #budget: RunBudget;
  readonly #tasks: Task[];
  readonly #startedAt: number;
  #next = 0;
  #doneHere = 0;
  #failuresInRow = 0;
  #ending: Exclude<RunOutcome["kind"], "finished"> | null = null;
  #sentence = "";

  constructor(plan: RunPlan, deps: RunDeps, kept: Kept) {
    this.#plan = plan;
    this.#deps = deps;
    this.#kept = kept;
    this.#budget = new RunBudget(deps.budgetUsd, kept.spentUsd);
    this.#startedAt = deps.clock.now();
    const repeats = Array.from({ length: plan.repeats }, (_, index) => index + 1);
    this.#tasks = repeats
      .flatMap((repeat) => plan.cases.map((planned) => ({ planned, repeat, chargedUsd: 0 })))
      .filter((task) => !kept.results.has(keyOf(task)));
  }

  async work(): Promise<void> {
    for (;;) {
      if (this.#ending === null && this.#deps.signal?.aborted) this.#ending = "stopped";
      const task = this.#ending === null ? this.#tasks[this.#next] : undefined;
      if (task === undefined) return;
      const estimate = this.#budget.estimate(estimateCase(this.#plan, task.planned.messages));
      if (!this.#budget.reserve(estimate)) {
        this.#end(
          "budget",
          "The next case would pass the budget. Raise the budget to go on; nothing is paid twice.",
        );
        return;
      }
      this.#next += 1;
      try {
        await this.#measure(task);
      } catch (error) {
        this.#ending ??= "stopped";
        throw error;
      } finally {
        this.#budget.release(estimate, task.chargedUsd);
      }
    }
  }

  async #measure(task: Task): Promise<void> {
    const { planned, repeat } = task;
    const place = { caseId: planned.golden.id, repeat };
    const paid = this.#kept.answers.get(placeKey(place)) ?? (await this.#ask(task));
    if (paid === null) return;
    const { result, chargedUsd, failure } = await judgeCase(
      this.#plan,
      planned,
      { repeat, answer: paid },
      this.#deps,
    );
    // The answer stays in the journal: with another key or judge, only the judge is asked again.
    if (failure?.kind === "hopeless") return this.#end("endpoint", failure.sentence);
    await this.#keep(task, result, chargedUsd);
    this.#count(failure?.sentence ?? null);
  }

  /** Null where there is nothing to judge: no answer came, or the run ends. */
  async #ask(task: Task): Promise<PaidAnswer | null> {
    const { planned, repeat } = task;
    const place = { caseId: planned.golden.id, repeat };
    const asked = await askCase(this.#plan, planned, this.#deps);
    if (asked === STOPPED) return null;
    if ("answer" in asked) {
      this.#charge(task, asked.chargedUsd);
      await this.#deps.journal.append({ kind: "answer", ...place, ...asked });
      return asked.answer;
    }
    const { failure, chargedUsd } = asked;
    if (failure.kind === "hopeless") {
      this.#end("endpoint", failure.sentence);
      return null;
    }
    await this.#keep(task, failedCase(planned, repeat, failure.sentence), chargedUsd);
    this.#count(failure.kind === "retry" ? failure.sentence : null);
    return null;
  }

  #charge(task: Task, usd: number): void {
    task.chargedUsd += usd;
    this.#budget.charge(usd);
  }

  async #keep(task: Task, result: EvalCaseInput, chargedUsd: number): Promise<void> {
    const place = { caseId: task.planned.golden.id, repeat: task.repeat };
    this.#charge(task, chargedUsd);
    await this.#deps.journal.append({ kind: "result", ...place, result, chargedUsd });
    this.#kept.results.set(placeKey(place), result);
    this.#doneHere += 1;
    this.#deps.onProgress?.(this.progress());
  }

  #count(failure: string | null): void {
    this.#failuresInRow = failure === null ? 0 : this.#failuresInRow + 1;
    if (failure !== null && this.#failuresInRow >= HOPELESS_AFTER) {
      this.#end(
        "endpoint",
        `${failure} ${HOPELESS_AFTER} cases in a row got no answer. Look at the endpoint, then go on.`,
      );
    }
  }

  #end(kind: Exclude<RunOutcome["kind"], "finished">, sentence: string): void {
    if (this.#ending !== null) return;
    this.#ending = kind;
    this.#sentence = sentence;
  }

  progress(): RunProgress {
    const total = this.#plan.cases.length * this.#plan.repeats;
    const results = this.#wanted();
    const left = total - results.length;
    const passedMs = this.#deps.clock.now() - this.#startedAt;
    return {
      ...{ done: results.length, total, spentUsd: this.#budget.spentUsd },
      errors: results.filter((result) => result.isError).length,
      etaMs: this.#doneHere === 0 ? null : Math.round((passedMs / this.#doneHere) * left),
    };
  }

  outcome(): RunOutcome {
    const progress = this.progress();
    if (progress.done === progress.total) return { kind: "finished", results: this.#wanted(), progress };
    const kind = this.#ending ?? "stopped";
    return kind === "stopped" ? { kind, progress } : { kind, progress, sentence: this.#sentence };
  }

  /** In the order of the golden set, whatever the order of the answers was; the journal may hold more repeats. */
  #wanted(): EvalCaseInput[] {
    const repeats = Array.from({ length: this.#plan.repeats }, (_, index) => index + 1);
    return this.#plan.cases.flatMap(({ golden }) =>
      repeats.flatMap((repeat) => this.#kept.results.get(placeKey({ caseId: golden.id, repeat })) ?? []),
    );
  }
}

function keyOf({ planned, repeat }: Pick<Task, "planned" | "repeat">): string {
  return placeKey({ caseId: planned.golden.id, repeat });
}
