import { describe, expect, it } from "vitest";
import { nextSessionState, SESSION_STATES, type SessionEvent, type SessionState } from "./session-state.ts";

const TABLE: Record<SessionEvent["kind"], Partial<Record<SessionState, SessionState>>> = {
  taken: { queued: "running", running: "running" },
  stopped: { queued: "stopped", running: "stopped" },
  resumed: { stopped: "queued", failed: "queued" },
  finished: { running: "finished" },
  failed: { queued: "failed", running: "failed" },
};

describe("an eval session", () => {
  for (const kind of ["taken", "stopped", "resumed", "finished", "failed"] as const) {
    for (const state of SESSION_STATES) {
      const next = TABLE[kind][state];
      it(`that is ${state} and is ${kind} ${next === undefined ? "is refused" : `becomes ${next}`}`, () => {
        const answer = nextSessionState(state, { kind });
        expect(typeof answer === "string" ? answer : answer.code).toBe(next ?? "wrong-state");
      });
    }
  }
});
