import type { ChatMessage } from "./plan-types.ts";
import type { CallSettings } from "./read-settings.ts";

export type CompletionCall = { model: string; messages: readonly ChatMessage[]; settings: CallSettings };

/** One answer of an endpoint. Tokens are what its usage says; null where it says nothing. */
export type Completion = {
  text: string;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
};

/** Asks an endpoint once. Throws CallFailure. */
export type Complete = (call: CompletionCall) => Promise<Completion>;

/**
 * Why an endpoint gave no answer. `retry`: later may be better (429, 5xx, the network); `refused`: this question never
 * works; `hopeless`: no question works (a wrong key, an unknown model), so that the run ends. The sentence holds no secret.
 */
export class CallFailure extends Error {
  readonly kind: "retry" | "refused" | "hopeless";
  readonly sentence: string;
  /** What the endpoint asked to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** Nothing was heard in time: the endpoint may charge for it all the same. */
  readonly mayCost: boolean;

  constructor(
    kind: CallFailure["kind"],
    sentence: string,
    options: { retryAfterMs?: number | null; mayCost?: boolean } = {},
  ) {
    super(sentence);
    this.name = "CallFailure";
    this.kind = kind;
    this.sentence = sentence;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.mayCost = options.mayCost ?? false;
  }
}

/** The clock of a run: milliseconds, and waiting that a signal ends early. */
export type RunClock = { now: () => number; sleep: (ms: number, signal?: AbortSignal) => Promise<void> };
