import { isBakeOver, rolloutWords } from "@/components/environments/rollout-words.ts";
import type { StatusRole } from "@/components/status/status-table.ts";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";
import type { PromotionDetail } from "@/lib/contracts/promotions.ts";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";

/** One thing that waits for a person, with one verb. */
export type Need = {
  key: string;
  role: StatusRole;
  title: string;
  words: string;
  href: string;
  verb: string;
};

function reconciliationNeed(base: string, row: ReconciliationRow): Need {
  const isUndecided = row.kind === "unreviewed_change" && row.choice === null;
  const none = isUndecided ? "Nobody decided yet what becomes of it" : "The pull request is not open yet";
  const pull = row.pullNumber === null ? none : `Pull request #${row.pullNumber} is open`;
  return {
    key: `reconciliation ${row.number}`,
    role: "warn",
    title: isUndecided
      ? `Decide about an unreviewed change in ${row.environment}`
      : `Close the reconciliation in ${row.environment}`,
    words: `Git desires ${row.desiredReleaseId ?? "nothing readable"}, ${row.servedReleaseId ?? "nothing"} is served. ${row.lastError ? `Last try: ${row.lastError.replace(/\.$/, "")}.` : `${pull}.`} Owner: ${row.ownerName}.`,
    href: `${base}/environments/${row.environment}`,
    verb: "See it",
  };
}

function bakeNeed(base: string, environment: EnvironmentDetail, now: Date | null): Need | null {
  const { rollout } = environment;
  if (rollout === null || !isBakeOver(rollout, now)) return null;
  return {
    key: `bake ${rollout.number}`,
    role: "warn",
    title: `Say whether ${rollout.candidateReleaseId} is known good in ${environment.name}`,
    words: rolloutWords(rollout, now),
    href: `${base}/environments/${environment.name}`,
    verb: "Decide",
  };
}

function promotionNeed(base: string, promotion: PromotionDetail): Need | null {
  const { number, releaseId, environment, title, blockers, approvals, reviewersNeeded, reviewRefusal } =
    promotion;
  const href = `${base}/promotions/${number}`;
  // The approval that is still missing is no reason to call a promotion blocked.
  const [first, ...others] = blockers;
  if (first !== undefined) {
    const more = others.length === 0 ? "" : ` ${others.length} more.`;
    return {
      key: `promotion ${number}`,
      role: "bad",
      title: `Promotion ${number} cannot be approved: ${releaseId} to ${environment}`,
      words: `${first.sentence}${more}`,
      href,
      verb: "See blockers",
    };
  }
  if (promotion.state !== "in_review") return null;
  const missing = reviewersNeeded - approvals;
  const waits = missing > 0 ? `Waits for ${missing} ${missing === 1 ? "approval" : "approvals"}.` : "";
  return {
    key: `promotion ${number}`,
    role: "active",
    title: `Review promotion ${number}: ${releaseId} to ${environment}`,
    words: `${title}, by ${promotion.authorName}. ${waits} ${reviewRefusal ?? ""}`.trim(),
    href,
    verb: reviewRefusal === null ? "Review" : "Open",
  };
}

type State = {
  project: string;
  environments: readonly EnvironmentDetail[];
  promotions: readonly PromotionDetail[];
  now: Date | null;
};

/** needsList orders what waits for a person: what serves users first, then what may come next. */
export function needsList({ project, environments, promotions, now }: State): Need[] {
  const base = `/${project}`;
  const open = environments.flatMap((each) => (each.reconciliation ? [each.reconciliation] : []));
  const needs = [
    ...open.map((row) => reconciliationNeed(base, row)),
    ...environments.map((each) => bakeNeed(base, each, now)),
    ...promotions.map((each) => promotionNeed(base, each)),
  ];
  return needs.filter((need) => need !== null);
}
