import type { Refusal } from "../refusal.ts";

/** A time in which nothing is merged into an environment. It never holds up a proposal, a review or a way back. */
export type Freeze = { startsAt: Date; endsAt: Date; reason: string; endedAt: Date | null };

export type FreezeState = "planned" | "active" | "over" | "ended";

/** freezeState says where a freeze stands: its first moment counts, its last does not; ended by hand it is over at once. */
export function freezeState(freeze: Omit<Freeze, "reason">, now: Date): FreezeState {
  if (freeze.endedAt !== null) return "ended";
  if (now.getTime() < freeze.startsAt.getTime()) return "planned";
  return now.getTime() < freeze.endsAt.getTime() ? "active" : "over";
}

/** longestFreeze is the active freeze that ends last; null where none is active. */
export function longestFreeze<Row extends Freeze>(freezes: readonly Row[], now: Date): Row | null {
  const active = freezes.filter((freeze) => freezeState(freeze, now) === "active");
  return active.sort((left, right) => right.endsAt.getTime() - left.endsAt.getTime())[0] ?? null;
}

const MAX_FREEZE_DAYS = 92;

/** refuseFreeze says why a freeze cannot be planned like this; null when it can. */
export function refuseFreeze(freeze: { startsAt: Date; endsAt: Date }, now: Date): Refusal | null {
  const lengthMs = freeze.endsAt.getTime() - freeze.startsAt.getTime();
  if (lengthMs <= 0) return { code: "invalid", sentence: "A freeze has to end after it starts." };
  if (freeze.endsAt.getTime() <= now.getTime())
    return { code: "invalid", sentence: "A freeze has to end in the future." };
  if (lengthMs > MAX_FREEZE_DAYS * 86_400_000)
    return { code: "invalid", sentence: `A freeze lasts at most ${MAX_FREEZE_DAYS} days.` };
  return null;
}

/** refuseEndFreeze says why a freeze cannot be ended now; null when it can. */
export function refuseEndFreeze(freeze: Omit<Freeze, "reason">, now: Date): Refusal | null {
  const state = freezeState(freeze, now);
  return state === "over" || state === "ended"
    ? { code: "no-op", sentence: "This freeze is over already." }
    : null;
}
