import { describe, expect, test } from "vitest";
import { PROMOTION_STATES, type PromotionState } from "../promotions/promotion-state.ts";
import { promotionNews, reconciliationNews } from "./pull-request-news.ts";

const url = "https://console.example/deploybuddy/promotions/3";
const blocker = { code: "rollout_open", sentence: "A rollout of 698df6d7ad is on its way." };
const about = { number: 3, environment: "production", releaseId: "f91be2a454", url };
const news = (state: PromotionState, more: Partial<Parameters<typeof promotionNews>[0]> = {}) =>
  promotionNews({ ...about, gates: [], gatesFailed: false, blockers: [], state, ...more });

describe("promotionNews", () => {
  test.each([
    ["approved, and free", "approved", {}, "success"],
    ["approved, but held up", "approved", { blockers: [blocker] }, "pending"],
    ["waiting for a review", "in_review", {}, "pending"],
    ["waiting for evidence", "gates", { blockers: [blocker] }, "pending"],
    ["failed by its gates", "gates", { gatesFailed: true }, "failure"],
    ["being merged", "merging", {}, "success"],
    ["merged", "merged", {}, "success"],
    ["rejected", "rejected", {}, "failure"],
    ["withdrawn", "withdrawn", {}, "failure"],
    ["superseded", "superseded", {}, "failure"],
  ] as const)("a promotion that is %s", (_name, state, more, expected) => {
    expect(news(state, more).state).toBe(expected);
  });

  test("no state but approved or merged is ever a success", () => {
    const states = PROMOTION_STATES.filter((state) => news(state).state === "success");
    expect(states).toEqual(["approved", "merging", "merged"]);
  });

  test("the comment names gates, blockers and the way to the console", () => {
    const gates = [{ label: "p95 | latency", verdict: "not_run", limit: "≤ 850", sentence: "No <run> yet." }];
    const { body } = news("in_review", { gates, blockers: [blocker] });
    expect(body).toContain("| p95 \\| latency | not run | ≤ 850 | No \\<run\\> yet. |");
    expect(body).toContain("- rollout_open: A rollout of 698df6d7ad is on its way.");
    expect(body).toContain(`(${url})`);
  });

  test("a check's line is at most 140 characters, whatever stands in the way", () => {
    const sentence = "x".repeat(400);
    const line = news("approved", { blockers: [{ code: "x", sentence }] }).description;
    expect(Array.from(line).length).toBeLessThanOrEqual(140);
    expect(line.length).toBeGreaterThan(100);
  });
});

describe("reconciliationNews", () => {
  test("says what is served, and that merging lets git agree", () => {
    const facts = { number: 1, environment: "production", servedReleaseId: "698df6d7ad", url };
    const open = reconciliationNews({ ...facts, isOpen: true });
    expect([open.state, open.description]).toEqual([
      "success",
      "production serves 698df6d7ad; merging this lets git agree.",
    ]);
    expect(reconciliationNews({ ...facts, isOpen: false }).body).toContain("Git and runtime agree.");
  });
});
