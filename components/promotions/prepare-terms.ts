import type { GateTermResponse } from "@/lib/contracts/promotions.ts";

export type PreparedTerms = {
  shown: { term: GateTermResponse; isFast: boolean }[];
  folded: GateTermResponse[];
  foldedWords: string;
};

const ORDER: Record<GateTermResponse["verdict"], number> = {
  fail: 0,
  not_comparable: 1,
  insufficient: 2,
  not_run: 3,
  needs_review: 4,
  pass: 5,
  not_applicable: 6,
};

/** distinctTerms leaves out what a second policy says in the same words: one row for both. */
export function distinctTerms(terms: readonly GateTermResponse[]): GateTermResponse[] {
  const words = terms.map(({ id, arithmetic, limit, sentence, verdict }) =>
    [id, arithmetic, limit, sentence, verdict].join("\n"),
  );
  return terms.filter((_, index) => words.indexOf(words[index] ?? "") === index);
}

/** prepareTerms puts what failed first and folds the fast checks that passed. Pure. */
export function prepareTerms(
  terms: readonly GateTermResponse[],
  fastChecks: readonly GateTermResponse[],
): PreparedTerms {
  const folded = fastChecks.filter((term) => term.verdict === "pass" || term.verdict === "not_applicable");
  const rows = [
    ...fastChecks.filter((term) => !folded.includes(term)).map((term) => ({ term, isFast: true })),
    ...distinctTerms(terms).map((term) => ({ term, isFast: false })),
  ];
  const labels = folded.map((term) => term.label.toLowerCase()).join(", ");
  return {
    shown: rows.sort((left, right) => ORDER[left.term.verdict] - ORDER[right.term.verdict]),
    folded,
    foldedWords: `${folded.length} fast checks pass, no model call: ${labels}`,
  };
}

const VERDICTS = [
  "fail",
  "not_comparable",
  "insufficient",
  "not_run",
  "needs_review",
  "pass",
  "not_applicable",
] as const;

/** countVerdicts says a gate in one line: `4 pass, 1 fail`. */
export function countVerdicts(terms: readonly Pick<GateTermResponse, "verdict">[]): string {
  const words = VERDICTS.flatMap((verdict) => {
    const count = terms.filter((term) => term.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict.replace("_", " ")}`];
  });
  return words.length === 0 ? "no terms" : words.join(", ");
}
