import type { PromotionState } from "../promotions/promotion-state.ts";
import { blockerWords, gateTable, oneLine } from "./pull-request-text.ts";

/** Which check Tupelo sets on the head of its pull requests: let the git host require it before a merge. */
export const STATUS_CONTEXT = "tupelo/gate";
/** What is said on a pull request: the state of its check, one line of at most 140 characters for it, and the comment. */
export type PullRequestNews = {
  marker: string;
  state: "pending" | "success" | "failure";
  description: string;
  body: string;
};

type Row = { label: string; verdict: string; limit: string; sentence: string };
type Blocker = { code: string; sentence: string };

/**
 * promotionNews words what a promotion's pull request waits for. The check is a success only while the promotion is
 * approved and nothing stands in the way: merged by a person on the host, it is then merged as reviewed.
 */
export function promotionNews(input: {
  number: number;
  environment: string;
  releaseId: string;
  state: PromotionState;
  gates: readonly Row[];
  gatesFailed: boolean;
  blockers: readonly Blocker[];
  /** Where the promotion is shown. */
  url: string;
}): PullRequestNews {
  const { number, environment, releaseId, blockers } = input;
  const { state, words } = verdictOf(input);
  return {
    marker: "tupelo:promotion",
    state,
    description: words,
    body: [
      `**Promotion ${number}: ${releaseId} to ${oneLine(environment)}.** ${words}`,
      gateTable("Gates now:", input.gates),
      blockerWords(blockers),
      `[Open it in Tupelo](${input.url}). Reviews count there; this comment follows what happens.`,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  };
}

function verdictOf(input: { state: PromotionState; gatesFailed: boolean; blockers: readonly Blocker[] }): {
  state: PullRequestNews["state"];
  words: string;
} {
  const [first] = input.blockers;
  switch (input.state) {
    case "merged":
    case "merging":
      return { state: "success", words: "Merged as it was reviewed." };
    case "rejected":
    case "withdrawn":
    case "superseded":
      return { state: "failure", words: `It is ${input.state}: do not merge this.` };
    case "approved":
      return first === undefined
        ? { state: "success", words: "Approved, and nothing stands in the way." }
        : { state: "pending", words: `Approved, but: ${oneLine(first.sentence)}` };
    case "draft":
    case "gates":
    case "shadow":
    case "in_review": {
      const why = first === undefined ? "It waits for a review." : oneLine(first.sentence);
      return { state: input.gatesFailed ? "failure" : "pending", words: `Not approved: ${why}` };
    }
  }
}

/** reconciliationNews words what the pull request of a reconciliation is for, and whether it may be merged. */
export function reconciliationNews(input: {
  number: number;
  environment: string;
  servedReleaseId: string | null;
  isOpen: boolean;
  /** Where the reconciliation is shown. */
  url: string;
}): PullRequestNews {
  const { number, servedReleaseId } = input;
  const environment = oneLine(input.environment);
  const words = input.isOpen
    ? `${environment} serves ${servedReleaseId ?? "nothing"}; merging this lets git agree.`
    : "Git and runtime agree.";
  return {
    marker: "tupelo:reconciliation",
    state: "success",
    description: words,
    body: `**Reconciliation ${number}.** ${words}\n\n[Open it in Tupelo](${input.url}).`,
  };
}
