import { servedBy } from "@/components/environments/served.ts";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";
import { refuseKnownGood } from "@/lib/domain/environments/known-good.ts";

type Asker = { roleRefusal: string | null; isAuthor: boolean; now: Date };

/** knownGoodRefusal says why what is served cannot be called known good by this person now; the service asks the same rule. */
export function knownGoodRefusal(environment: EnvironmentDetail, asker: Asker): string | null {
  const releaseId = servedBy(environment.served);
  if (releaseId === null) return "Nothing is served here yet.";
  if (asker.roleRefusal !== null) return asker.roleRefusal;
  const { rollout } = environment;
  const refusal = refuseKnownGood({
    releaseId,
    servedReleaseId: releaseId,
    newestKnownGoodId: environment.lastKnownGood,
    quarantined: new Set(environment.quarantined),
    openRollout:
      rollout === null
        ? null
        : {
            state: rollout.state,
            bakeUntil: rollout.bakeUntil === null ? null : new Date(rollout.bakeUntil),
          },
    isAuthor: asker.isAuthor,
    now: asker.now,
  });
  return refusal?.sentence ?? null;
}
