import { describe, expect, it } from "vitest";
import { ROLLOUT_STATES } from "../rollout/rollout-state.ts";
import { AUDIT_ACTIONS, findActionWords } from "./audit-actions.ts";

describe("the register of actions", () => {
  it.each(Object.entries(AUDIT_ACTIONS))("says %s in plain words", (name, { words, values }) => {
    expect(name).toMatch(/^[a-z_]+\.[a-z_]+$/);
    // It goes on after "Ada Ünal", and a list of values after "holds".
    expect(words).toMatch(/^[a-z][^.]*$/);
    expect(values).toMatch(/^[a-z][^.]*(tupelo\.yaml[^.]*)?$/);
  });

  it("has no two actions with the same words", () => {
    const words = Object.values(AUDIT_ACTIONS).map((action) => action.words);
    expect(words.filter((text, index) => words.indexOf(text) !== index)).toEqual([]);
  });

  it("has words for each state that a rollout can come to", () => {
    for (const state of ROLLOUT_STATES) {
      if (state !== "stepping") expect(findActionWords(`rollout.${state}`)).not.toBeNull();
    }
  });

  it("knows none of another name, nor one that every object has", () => {
    expect(findActionWords("release.removed")).toBeNull();
    expect(findActionWords("toString")).toBeNull();
  });
});
