import type { Refusal } from "../refusal.ts";

/**
 * refuseKnownGood says why a release cannot be called known good now. Only what is served can be, after its bake
 * time is over, and not by somebody who wrote it. Time alone never does it: that is why a person is asked.
 */
export function refuseKnownGood(facts: {
  releaseId: string;
  servedReleaseId: string | null;
  newestKnownGoodId: string | null;
  quarantined: ReadonlySet<string>;
  openRollout: { state: string; bakeUntil: Date | null } | null;
  isAuthor: boolean;
  now: Date;
}): Refusal | null {
  const { releaseId, openRollout } = facts;
  if (facts.isAuthor)
    return {
      code: "self-approval",
      sentence: "You wrote a part of this release: someone else has to say this.",
    };
  if (facts.servedReleaseId !== releaseId) {
    return { code: "invalid-target", sentence: `${releaseId} is not what is served here.` };
  }
  if (facts.quarantined.has(releaseId))
    return { code: "invalid-target", sentence: `${releaseId} is quarantined.` };
  if (facts.newestKnownGoodId === releaseId && openRollout === null)
    return { code: "no-op", sentence: `${releaseId} is already known good here.` };
  if (openRollout?.state === "paused")
    return { code: "wrong-state", sentence: "The rollout is paused: somebody has to resume it first." };
  if (openRollout !== null && openRollout.state !== "baking") {
    return { code: "wrong-state", sentence: "A rollout is still on its way; wait until it bakes." };
  }
  const { bakeUntil } = openRollout ?? { bakeUntil: null };
  if (bakeUntil !== null && bakeUntil.getTime() > facts.now.getTime()) {
    return {
      code: "wrong-state",
      sentence: `The release bakes until ${bakeUntil.toISOString()}; look again then.`,
    };
  }
  return null;
}
