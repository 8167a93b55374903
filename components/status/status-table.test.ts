import { describe, expect, it } from "vitest";
import { ROLE_CLASSES } from "@/components/status/role-classes.ts";
import {
  describeStatus,
  findStatus,
  GLYPH_NAMES,
  STATUS_ROLES,
  STATUS_TABLE,
  type StatusFamily,
} from "@/components/status/status-table.ts";

const EXPECTED: [StatusFamily, string[]][] = [
  [
    "promotion",
    "draft gates shadow in_review approved merging merged rejected withdrawn superseded".split(" "),
  ],
  ["rollout", "waiting stepping baking completed paused rolled_back aborted".split(" ")],
  ["verdict", "pass fail inconclusive insufficient error not_applicable not_comparable".split(" ")],
  ["decision", "continue hold pause_for_review rollback".split(" ")],
  ["reconciliation", ["open", "closed"]],
  ["environment", ["in_sync", "drift", "rollout", "reconciling"]],
  ["release", ["known_good", "quarantined"]],
];

const all = Object.entries(STATUS_TABLE).flatMap(([family, states]) =>
  Object.entries(states).map(([state, entry]) => ({ name: `${family}.${state}`, entry })),
);

describe("the status table", () => {
  it.each(EXPECTED)("knows every state of %s", (family, states) => {
    for (const state of states) expect(findStatus(family, state), `${family}.${state}`).not.toBeNull();
  });

  it.each(all)("$name has a word, a known role and a known shape", ({ entry }) => {
    expect(entry.word).toMatch(/^[A-Za-z][a-z ]+$/);
    expect(STATUS_ROLES).toContain(entry.role);
    expect(GLYPH_NAMES).toContain(entry.glyph);
  });

  it.each(all)("$name can be told apart without colour: a shape belongs to one role", ({ entry }) => {
    const byShape = all.filter((other) => other.entry.glyph === entry.glyph);
    expect(new Set(byShape.map((other) => other.entry.role)).size).toBe(1);
  });

  it("gives two states of one family two words", () => {
    for (const states of Object.values(STATUS_TABLE)) {
      const words = Object.values(states).map((entry) => entry.word);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it("lets only active states be live", () => {
    for (const { entry } of all) if (entry.isLive) expect(entry.role).toBe("active");
  });

  it("never shows missing or broken data as good", () => {
    for (const state of ["insufficient", "inconclusive", "error", "not_comparable", "not_applicable"]) {
      expect(describeStatus("verdict", state).role).not.toBe("good");
    }
  });

  it("shows an unknown state by its own name and not as good", () => {
    expect(describeStatus("rollout", "some_new_state")).toMatchObject({
      word: "some new state",
      role: "neutral",
    });
    expect(findStatus("rollout", "toString")).toBeNull();
  });

  it("has a look for every role", () => {
    expect(Object.keys(ROLE_CLASSES).sort()).toEqual([...STATUS_ROLES].sort());
  });
});
