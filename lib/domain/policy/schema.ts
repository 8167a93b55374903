import { z } from "zod";

/** When a shadow comparison is asked for; it belongs to the promotion, because its result is evidence. */
export const SHADOW_REQUIREMENTS = ["before_review", "before_canary", "never"] as const;

const qualityGate = z
  .strictObject({
    /** The candidate's mean score has to be above its base's. */
    mustImprove: z.literal(true).optional(),
    /** The lowest mean score, 0 to 1. */
    min: z.number().min(0).max(1).optional(),
  })
  .refine((gate) => gate.mustImprove !== undefined || gate.min !== undefined, {
    message: "say `mustImprove: true`, or `min`, or both",
  });

const stepsBp = z
  .array(z.int().min(1).max(10_000))
  .min(1)
  .max(20)
  .superRefine((steps, context) => {
    steps.forEach((step, index) => {
      const before = steps[index - 1];
      if (before !== undefined && step <= before) {
        context.addIssue({
          code: "custom",
          path: [index],
          message: `each step has to be larger than the one before it (${before})`,
        });
      }
    });
    if (steps.length > 0 && steps.at(-1) !== 10_000)
      context.addIssue({ code: "custom", message: "the last step has to be 10000 (all subjects)" });
  });

/** The promotion policy: what a candidate has to prove, how it is rolled out, and who has to look at it. */
export const promotionPolicySchema = z.strictObject({
  version: z.literal(1),
  shadow: z.strictObject({ required: z.enum(SHADOW_REQUIREMENTS) }),
  gates: z.strictObject({
    quality: qualityGate,
    /** Mean tokens of an answer may grow by this share of the base's (0.15 is 15 %). */
    tokens: z.strictObject({ maxIncrease: z.number().min(0).max(10) }).optional(),
    /** The highest 95th percentile of the latency of a whole answer, in milliseconds. */
    latencyP95Ms: z.strictObject({ max: z.number().positive().max(3_600_000) }).optional(),
  }),
  rollout: z.strictObject({
    /** The candidate's share at each step, in basis points. */
    stepsBp,
    bakeHours: z.number().min(0).max(720),
  }),
  reviews: z.strictObject({ required: z.int().min(1).max(10), ttlHours: z.number().positive().max(720) }),
  /** Who merges the pull request: the console right after approval, or a person on the git host. */
  merge: z.enum(["console", "host"]),
  /** After a rollback, no rollout starts for so long. */
  cooldownMinutes: z.int().min(0).max(10_080),
});

export type PromotionPolicy = z.output<typeof promotionPolicySchema>;
