/** What a step has to show before the next one; `null` where nothing measured it. */
export type StepFacts = {
  stepStartedAt: Date;
  minStepMinutes: number;
  samples: number;
  minSamples: number;
  /** Consecutive windows in which a metric failed. */
  streak: number;
  hasMissingWindow: boolean;
  isSampleRatioFine: boolean;
  isPaused: boolean;
  now: Date;
};

/**
 * whyNotAdvance lists, in words, what keeps a step from being the last of its kind; empty when the rollout may advance.
 * Time alone is never enough: samples, windows and the sample ratio count as well.
 */
export function whyNotAdvance(facts: StepFacts): string[] {
  const minutesLeft = Math.ceil(
    (facts.stepStartedAt.getTime() + facts.minStepMinutes * 60_000 - facts.now.getTime()) / 60_000,
  );
  return [
    facts.isPaused ? "A person paused it." : null,
    minutesLeft > 0 ? `The step has to last ${minutesLeft} min more.` : null,
    facts.samples < facts.minSamples ? `${facts.samples} of ${facts.minSamples} samples are there.` : null,
    facts.streak > 0 ? `A metric failed in ${facts.streak} windows in a row.` : null,
    facts.hasMissingWindow ? "A window is missing." : null,
    facts.isSampleRatioFine ? null : "The arms do not have the subjects that their shares promise.",
  ].filter((sentence) => sentence !== null);
}

/** isStepOverdue says whether a step waited for samples for longer than the policy allows: it is paused, `no_data`. */
export function isStepOverdue(facts: {
  stepStartedAt: Date;
  maxStepHours: number;
  samples: number;
  minSamples: number;
  now: Date;
}): boolean {
  const ageHours = (facts.now.getTime() - facts.stepStartedAt.getTime()) / 3_600_000;
  return facts.samples < facts.minSamples && ageHours >= facts.maxStepHours;
}
