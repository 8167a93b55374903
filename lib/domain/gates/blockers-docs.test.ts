import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { BLOCKER_CODES, holdsApproval } from "./blockers.ts";

const text = readFileSync(path.join(import.meta.dirname, "../../../docs/promotions.md"), "utf8");
/** The rows of the table of blockers: name, earliest step, what it says, what to do. */
const rows = text
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, name = "", stops = ""]) => /^`[a-z_:<>]+`$/.test(name) && /^[a-z]+ing$/.test(stops))
  .map(([, name = "", stops = "", says = "", remedy = ""]) => ({
    name: name.slice(1, -1),
    stops,
    says,
    remedy,
  }));
const AFTER = "not_served_in:<environment>";

describe("the table of blockers in docs/promotions.md", () => {
  test("has each blocker of the code once, and no other", () => {
    const coded: string[] = [...BLOCKER_CODES, AFTER];
    expect(rows.map(({ name }) => name).sort()).toEqual(coded.sort());
  });

  test.each(rows)("says of $name what it means and what to do", ({ says, remedy }) => {
    expect(says.length).toBeGreaterThan(10);
    expect(remedy.length).toBeGreaterThan(6);
  });

  test.each(rows)(
    "says of $name rightly whether it holds up an approval: it stops $stops",
    ({ name, stops }) => {
      const code = BLOCKER_CODES.find((known) => known === name) ?? "not_served_in:staging";
      // These two come from the reviews themselves, so that no review waits for them.
      const isOfReviews = code === "changes_requested" || code === "cost_review";
      expect(!isOfReviews && holdsApproval({ code, sentence: "" }, "before_review")).toBe(
        stops !== "merging",
      );
    },
  );
});
