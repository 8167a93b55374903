import { z } from "zod";

/** When a shadow comparison is asked for; it belongs to the promotion, because its result is evidence. */
export const SHADOW_REQUIREMENTS = ["before_review", "before_canary", "never"] as const;
export type ShadowRequirement = (typeof SHADOW_REQUIREMENTS)[number];

/** Who may have made the evidence that counts: anybody, anybody but an author of the release, or Tupelo's own runner. */
export const EVIDENCE_SOURCES = ["any", "not_author", "runner"] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

/** Measuring parts that may themselves be what is tried: with them named, two runs may differ in them. */
export const ACROSS_KINDS = ["retrieval_index", "generation_settings"] as const;

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

type Limits = { review: number | undefined; block: number | undefined };

/** Above the lower limit a second person looks at the number, above the higher one nobody can let it through. */
function checkLimits(
  { review, block }: Limits,
  names: { review: string; block: string },
  context: z.RefinementCtx,
) {
  if (review === undefined && block === undefined)
    context.addIssue({ code: "custom", message: `say \`${names.review}\`, or \`${names.block}\`, or both` });
  if (review !== undefined && block !== undefined && review > block)
    context.addIssue({
      code: "custom",
      path: [names.review],
      message: `this has to be \`${names.block}\` (${block}) at most`,
    });
}

const share = z.number().min(0).max(10).optional();
const tokensGate = z
  .strictObject({ review: share, block: share })
  .superRefine((gate, context) =>
    checkLimits({ review: gate.review, block: gate.block }, { review: "review", block: "block" }, context),
  );

const usd = z.number().min(0).max(1_000_000_000).optional();
const costGate = z
  .strictObject({ reviewUsdMonthly: usd, blockUsdMonthly: usd })
  .superRefine(({ reviewUsdMonthly: review, blockUsdMonthly: block }, context) =>
    checkLimits({ review, block }, { review: "reviewUsdMonthly", block: "blockUsdMonthly" }, context),
  );

const evalGate = z.strictObject({
  quality: qualityGate,
  /** How much the mean tokens of an answer may grow, as a share of the base's (0.15 is 15 %). */
  tokens: tokensGate.optional(),
  /** The highest 95th percentile of the latency of a whole answer, in milliseconds. */
  latencyP95Ms: z.strictObject({ max: z.number().positive().max(3_600_000) }).optional(),
  /** What the project's monthly requests may cost by the prompt's own tokens and the price table. */
  cost: costGate.optional(),
  /** What the eval runs of one candidate may have cost. */
  budget: z.strictObject({ evalUsd: z.number().positive().max(1_000_000) }).optional(),
  across: z.array(z.enum(ACROSS_KINDS)).max(ACROSS_KINDS.length).optional(),
  /** `key` names the one API key whose uploads count; Tupelo's own runner counts with it. */
  evidence: z
    .strictObject({ from: z.enum(EVIDENCE_SOURCES), key: z.string().trim().min(1).max(100).optional() })
    .optional(),
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
  evalGate,
  rollout: z.strictObject({
    /** The candidate's share at each step, in basis points. */
    stepsBp,
    bakeHours: z.number().min(0).max(720),
    /** Each rollout with a salt of its own meets other subjects first; without, the same ones are first every time. */
    salted: z.boolean().optional(),
  }),
  reviews: z.strictObject({ required: z.int().min(1).max(10), ttlHours: z.number().positive().max(720) }),
  /** Who merges the pull request: the console right after approval, or a person on the git host. */
  merge: z.enum(["console", "host"]),
  /** After a rollback, no rollout starts for so long. */
  cooldownMinutes: z.int().min(0).max(10_080),
});

export type PromotionPolicy = z.output<typeof promotionPolicySchema>;
