import { leavingOf } from "@/components/environments/served.ts";
import { reasonText } from "@/lib/contracts/common.ts";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";
import { refuseRollback } from "@/lib/domain/environments/rollback-target.ts";

/** targetsOf lists where this environment may go back to, the rollback target first. */
export function targetsOf(environment: EnvironmentDetail): string[] {
  const { rollbackTarget, rollbackChoices } = environment;
  return [...new Set(rollbackTarget === null ? rollbackChoices : [rollbackTarget, ...rollbackChoices])];
}

type Act = {
  target: string | null;
  reason: string;
  roleRefusal: string | null;
  /** The allocation version that this page shows as served. */
  seenVersion: number;
  hasProof: boolean;
  /** Of the account: without one, the identity provider asks. */
  hasPassword: boolean;
};

/** rollbackRefusal says why the button is off, the most important reason first; the service asks the same rule again. */
export function rollbackRefusal(environment: EnvironmentDetail, act: Act): string | null {
  if (act.roleRefusal !== null) return act.roleRefusal;
  const refusal = refuseRollback({
    targetReleaseId: act.target,
    leavingReleaseId: leavingOf(environment),
    fullyServed: new Set(targetsOf(environment)),
    quarantined: new Set(environment.quarantined),
  });
  if (refusal !== null) return refusal.sentence;
  if (environment.served?.version !== act.seenVersion) return "What is served has changed: look at it first.";
  if (!reasonText.safeParse(act.reason).success) return "Give a reason of at least 5 characters.";
  if (act.hasProof) return null;
  return act.hasPassword
    ? "Write your password to prove who you are."
    : "Prove who you are at your identity provider first.";
}
