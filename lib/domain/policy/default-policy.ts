import type { PromotionPolicy } from "./schema.ts";

/** How the default policy is named where a review or a gate says what judged. */
export const DEFAULT_POLICY_LABEL = "built-in policy 2";

/**
 * The policy of a project whose desired release carries none.
 * It asks for no shadow comparison and takes one step, because a rule that nothing measures would stop every release.
 */
export const DEFAULT_POLICY: PromotionPolicy = {
  version: 1,
  shadow: { required: "never" },
  evalGate: {
    quality: { mustImprove: true },
    tokens: { review: 0.1, block: 0.15 },
    latencyP95Ms: { max: 1000 },
  },
  rollout: { stepsBp: [10_000], bakeHours: 48 },
  reviews: { required: 1, ttlHours: 72 },
  merge: "console",
  cooldownMinutes: 30,
};
