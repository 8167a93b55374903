import { describe, expect, it } from "vitest";
import { type GateMarkFacts, gateMarks } from "./gate-marks.ts";

type Result = NonNullable<GateMarkFacts["result"]>;
const said = (
  verdict: Result["verdict"],
  ...terms: [string, Result["terms"][number]["verdict"]][]
): Result => ({
  verdict,
  terms: terms.map(([id, each]) => ({ id, verdict: each })),
});

describe("gateMarks", () => {
  it.each<[string, GateMarkFacts, { fast: string; eval: string }]>([
    [
      "never proposed and never measured",
      { result: null, run: "none" },
      { fast: "not_judged", eval: "not_run" },
    ],
    [
      "never proposed, measured on what moves",
      { result: null, run: "unpinned" },
      { fast: "not_judged", eval: "unpinned" },
    ],
    ["never proposed, measured", { result: null, run: "pinned" }, { fast: "not_judged", eval: "not_judged" }],
    [
      "proposed before anything was measured",
      { result: said("not_run", ["digests", "pass"], ["quality", "not_run"]), run: "none" },
      { fast: "passed", eval: "not_run" },
    ],
    [
      "measured after the gates were asked",
      { result: said("not_run", ["digests", "pass"]), run: "pinned" },
      { fast: "passed", eval: "not_judged" },
    ],
    [
      "both gates passed",
      { result: said("pass", ["digests", "pass"], ["tokens", "pass"]), run: "pinned" },
      { fast: "passed", eval: "passed" },
    ],
    [
      "a token increase that a second reviewer looks at",
      {
        result: said("needs_review", ["budget", "not_applicable"], ["tokens", "needs_review"]),
        run: "pinned",
      },
      { fast: "passed", eval: "needs_review" },
    ],
    [
      "a failed check and a failed term",
      { result: said("fail", ["content", "fail"], ["tokens", "fail"]), run: "pinned" },
      { fast: "failed", eval: "failed" },
    ],
    [
      "a base measured with another judge",
      {
        result: said("insufficient", ["digests", "pass"], ["comparability", "not_comparable"]),
        run: "pinned",
      },
      { fast: "passed", eval: "not_comparable" },
    ],
    [
      "a run that read what moves",
      { result: said("fail", ["static_cost", "insufficient"], ["pinning", "fail"]), run: "unpinned" },
      { fast: "incomplete", eval: "unpinned" },
    ],
    [
      "a number that was not measured",
      {
        result: said("insufficient", ["static_cost", "needs_review"], ["tokens", "insufficient"]),
        run: "pinned",
      },
      { fast: "needs_review", eval: "incomplete" },
    ],
  ])("says of a release %s", (_name, facts, marks) => {
    expect(gateMarks(facts)).toEqual(marks);
  });

  it("never calls passed what was not measured", () => {
    for (const run of ["none", "unpinned", "pinned"] as const) {
      for (const result of [null, said("not_run"), said("insufficient"), said("fail")]) {
        expect(gateMarks({ result, run }).eval).not.toBe("passed");
        expect(gateMarks({ result, run }).fast).not.toBe("passed");
      }
    }
  });
});
