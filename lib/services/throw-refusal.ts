import { AppError } from "../domain/errors.ts";
import type { Refusal } from "../domain/refusal.ts";

/** throwRefusal turns the domain's refusal into the error that the edge answers with. */
export function throwRefusal(refusal: Refusal | null): void {
  if (refusal !== null) throw new AppError(refusal.code, refusal.sentence);
}

/** acceptState returns the next state, or throws the refusal of a step that is not allowed. */
export function acceptState<State extends string>(next: State | Refusal): State {
  if (typeof next === "string") return next;
  throw new AppError(next.code, next.sentence);
}
