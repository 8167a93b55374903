import type { Refusal } from "../refusal.ts";

/** One record that a release was known good in the environment, newest first in lists. */
export type KnownGoodRecord = { releaseId: string };

/** lastKnownGood is the newest release that completed its rollout and bake and is not quarantined. */
export function lastKnownGood(
  records: readonly KnownGoodRecord[],
  quarantined: ReadonlySet<string>,
): string | null {
  return records.find((record) => !quarantined.has(record.releaseId))?.releaseId ?? null;
}

/** What a way back has to know of the rollout that is open. */
export type RolloutArms = {
  state: string;
  candidateReleaseId: string;
  controlReleaseId: string | null;
};

type Served = { openRollout: RolloutArms | null; servedReleaseId: string | null };

/**
 * leavingRelease is what a rollback gets away from: the candidate of an open rollout, else what is served. A rollout
 * that waits gave its candidate to nobody yet, so there what is served is left.
 */
export function leavingRelease({ openRollout, servedReleaseId }: Served): string | null {
  return servingRollout(openRollout)?.candidateReleaseId ?? servedReleaseId;
}

/**
 * rollbackTarget is where a rollback without a named target goes: the control of an open rollout that serves, else
 * the newest known-good release other than the one that is left. Null on a first release.
 */
export function rollbackTarget(
  facts: Served & { knownGood: readonly KnownGoodRecord[]; quarantined: ReadonlySet<string> },
): string | null {
  const control = servingRollout(facts.openRollout)?.controlReleaseId ?? null;
  if (control !== null && !facts.quarantined.has(control)) return control;
  const leaving = leavingRelease(facts);
  const other = facts.knownGood.find(
    (record) => record.releaseId !== leaving && !facts.quarantined.has(record.releaseId),
  );
  return other?.releaseId ?? null;
}

function servingRollout(openRollout: RolloutArms | null): RolloutArms | null {
  return openRollout === null || openRollout.state === "waiting" ? null : openRollout;
}

/**
 * refuseRollback says why a rollback cannot go to a target. It may go to any release that this environment fully
 * served before and that is not quarantined; it needs nobody's review and never asks git.
 */
export function refuseRollback(facts: {
  targetReleaseId: string | null;
  /** The release to get away from (leavingRelease). */
  leavingReleaseId: string | null;
  fullyServed: ReadonlySet<string>;
  quarantined: ReadonlySet<string>;
}): Refusal | null {
  const { targetReleaseId: target, leavingReleaseId: leaving } = facts;
  if (leaving === null)
    return { code: "wrong-state", sentence: "Nothing is served here yet, so nothing can be rolled back." };
  if (target === null) {
    return {
      code: "invalid-target",
      sentence: "There is no earlier release to go back to. Disable the flag in the gateway instead.",
    };
  }
  if (target === leaving)
    return { code: "no-op", sentence: `${target} is what is served; choose another release.` };
  if (facts.quarantined.has(target)) {
    return {
      code: "invalid-target",
      sentence: `${target} is quarantined: a reviewer has to lift that first.`,
    };
  }
  if (!facts.fullyServed.has(target)) {
    return {
      code: "invalid-target",
      sentence: `${target} was never fully served here, so it cannot be gone back to.`,
    };
  }
  return null;
}
