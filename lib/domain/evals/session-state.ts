import { assertNever } from "../assert-never.ts";
import type { Refusal } from "../refusal.ts";

/** The states of an eval session: a run of the golden set that the console makes itself. */
export const SESSION_STATES = ["queued", "running", "stopped", "finished", "failed"] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export type SessionEvent =
  /** A worker took it; again after another worker died over it. */
  { kind: "taken" } | { kind: "stopped" } | { kind: "resumed" } | { kind: "finished" } | { kind: "failed" };

const WORDS: Record<SessionEvent["kind"], string> = {
  taken: "be run",
  stopped: "be stopped",
  resumed: "go on",
  finished: "finish",
  failed: "fail",
};

/** isOpenSession says whether a worker has it, or will. */
export function isOpenSession(state: SessionState): boolean {
  return state === "queued" || state === "running";
}

/** nextSessionState is the one way a session changes its state; page, API and worker call it. */
export function nextSessionState(state: SessionState, event: SessionEvent): SessionState | Refusal {
  switch (event.kind) {
    case "taken":
      return isOpenSession(state) ? "running" : refuse(state, event);
    case "stopped":
      return isOpenSession(state) ? "stopped" : refuse(state, event);
    case "resumed":
      return state === "stopped" || state === "failed" ? "queued" : refuse(state, event);
    case "finished":
      return state === "running" ? "finished" : refuse(state, event);
    case "failed":
      return isOpenSession(state) ? "failed" : refuse(state, event);
    default:
      return assertNever(event);
  }
}

function refuse(state: SessionState, event: SessionEvent): Refusal {
  return { code: "wrong-state", sentence: `An eval session that is ${state} cannot ${WORDS[event.kind]}.` };
}

/** sessionStateOf reads a stored state; one that is not in the list is a fault of the database. */
export function sessionStateOf(row: { state: string }): SessionState {
  const state = SESSION_STATES.find((known) => known === row.state);
  if (state === undefined) throw new Error(`an eval session has the unknown state ${row.state}`);
  return state;
}
