import type { StatusRole } from "@/components/status/status-table.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import type { EvalSessionResponse } from "@/lib/contracts/eval-sessions.ts";

/** sessionStatus is a session's state in words, with its role. */
export function sessionStatus({ state, isStopping }: Pick<EvalSessionResponse, "state" | "isStopping">): {
  role: StatusRole;
  word: string;
} {
  if (isStopping) return { role: "warn", word: "Stopping" };
  switch (state) {
    case "queued":
      return { role: "neutral", word: "Waiting for a worker" };
    case "running":
      return { role: "active", word: "Running" };
    case "stopped":
      return { role: "warn", word: "Stopped" };
    case "finished":
      return { role: "good", word: "Finished" };
    case "failed":
      return { role: "bad", word: "Failed" };
  }
}

/** sessionProgress says how far a session is, and what it spent. */
export function sessionProgress(session: EvalSessionResponse): string {
  const { doneCount, caseCount, errorCount } = session;
  const errors = errorCount === 0 ? "no errors" : `${errorCount} without an answer or a verdict`;
  return `${doneCount} of ${caseCount} measured, ${errors}, ${formatSpent(session)}`;
}

/** formatSpent is what a session spent, of its budget where it has one. */
export function formatSpent({
  spentUsd,
  budgetUsd,
}: Pick<EvalSessionResponse, "spentUsd" | "budgetUsd">): string {
  const spent = `$${formatNumber(spentUsd, 4)} spent`;
  return budgetUsd === null ? spent : `${spent} of $${formatNumber(budgetUsd, 2)}`;
}

const MAX_BUDGET_USD = 100_000;

/** budgetOf reads a budget as a person writes it: empty is none, and what cannot be kept is a sentence. */
export function budgetOf(text: string): { budgetUsd: number | null } | { problem: string } {
  if (text.trim() === "") return { budgetUsd: null };
  const budgetUsd = Number(text);
  if (budgetUsd > 0 && budgetUsd <= MAX_BUDGET_USD) return { budgetUsd };
  return { problem: "Write the budget as an amount in US dollars up to 100000, or leave it empty." };
}
