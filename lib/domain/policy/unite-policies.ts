import type { Layout } from "../gitops/layout.ts";
import { describePolicy } from "./describe-policy.ts";
import type { PromotionPolicy, ShadowRequirement } from "./schema.ts";

/** What every promotion to an environment needs, whoever asks for it. */
export type Floors = { reviewers: number; requiredKinds: string[] };

/**
 * floorsOf takes the strictest of what the project's settings, the repository and the judging policies ask for: git
 * and policies may only raise the settings, never lower them.
 */
export function floorsOf(facts: {
  project: { minReviewers: number; requiredKinds: readonly string[] };
  policies: readonly Pick<PromotionPolicy, "reviews">[];
  layout: Pick<Layout, "requires" | "environments"> | null;
  environment: string;
}): Floors {
  const { project, policies, layout, environment } = facts;
  const inGit = layout?.environments[environment]?.reviewers ?? 0;
  return {
    reviewers: Math.max(project.minReviewers, inGit, ...policies.map(({ reviews }) => reviews.required)),
    requiredKinds: [...new Set([...project.requiredKinds, ...(layout?.requires ?? [])])],
  };
}

/** What two policies say in words: what both say, and what only one does. */
export type PolicyDiff = {
  judging: string;
  own: string;
  same: string[];
  onlyJudging: string[];
  onlyOwn: string[];
};

/** diffPolicies puts the policy that judges beside the one that the candidate carries; null where there is one only. */
export function diffPolicies(
  policies: readonly { label: string; policy: PromotionPolicy }[],
): PolicyDiff | null {
  const [judging, own] = policies;
  if (judging === undefined || own === undefined) return null;
  const [left, right] = [describePolicy(judging.policy), describePolicy(own.policy)];
  return {
    judging: judging.label,
    own: own.label,
    same: left.filter((words) => right.includes(words)),
    onlyJudging: left.filter((words) => !right.includes(words)),
    onlyOwn: right.filter((words) => !left.includes(words)),
  };
}

const STRICTEST_FIRST = ["before_review", "before_canary", "never"] as const;

/** strictestShadow is the earliest moment at which any judging policy asks for a shadow comparison. */
export function strictestShadow(required: readonly ShadowRequirement[]): ShadowRequirement {
  return STRICTEST_FIRST.find((each) => required.includes(each)) ?? "never";
}
