import { describe, expect, it } from "vitest";
import type { GateTermResponse } from "../../lib/contracts/promotions.ts";
import { countVerdicts, prepareTerms } from "./prepare-terms.ts";

function term(id: string, verdict: GateTermResponse["verdict"]): GateTermResponse {
  return { id, label: id, verdict, control: null, candidate: null, limit: "", arithmetic: "", sentence: id };
}

describe("prepareTerms", () => {
  it("puts failures first, then what could not be judged, then what passed", () => {
    const prepared = prepareTerms(
      [term("quality", "pass"), term("tokens", "fail"), term("latency", "insufficient")],
      [],
    );
    expect(prepared.shown.map(({ term: each }) => each.id)).toEqual(["tokens", "latency", "quality"]);
  });

  it("says once what two policies say in the same words, and both where their limits differ", () => {
    const latency = term("latency", "pass");
    const prepared = prepareTerms(
      [term("quality", "pass"), latency, term("quality", "pass"), { ...latency, limit: "at most 1 s" }],
      [],
    );
    expect(prepared.shown.map(({ term: each }) => each.id)).toEqual(["quality", "latency", "latency"]);
  });

  it("folds the fast checks that passed and never one that failed", () => {
    const prepared = prepareTerms([], [term("digests", "pass"), term("floating references", "fail")]);
    expect(prepared.folded.map((each) => each.id)).toEqual(["digests"]);
    expect(prepared.shown).toMatchObject([{ term: { id: "floating references" }, isFast: true }]);
  });
});

describe("countVerdicts", () => {
  it("names each verdict that occurs, failures first", () => {
    expect(countVerdicts([term("a", "pass"), term("b", "fail"), term("c", "pass")])).toBe("1 fail, 2 pass");
  });

  it("says so where nothing was judged", () => {
    expect(countVerdicts([])).toBe("no terms");
  });
});
