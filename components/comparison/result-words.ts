import type { ComparedCaseRow } from "@/lib/contracts/comparisons.ts";

function shareWord(share: number): string {
  return share === 1 ? "pass" : share === 0 ? "fail" : `${Math.round(share * 100)} %`;
}

/** resultWords says how a case's verdict changed: `pass → fail`, `67 % → pass, flaky`. Pure. */
export function resultWords(row: {
  control: Pick<ComparedCaseRow["control"], "passShare">;
  candidate: Pick<ComparedCaseRow["candidate"], "passShare">;
  isFlaky: boolean;
}): string {
  const words = `${shareWord(row.control.passShare)} → ${shareWord(row.candidate.passShare)}`;
  return row.isFlaky ? `${words}, flaky` : words;
}
