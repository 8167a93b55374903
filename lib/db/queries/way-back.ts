import { servedReleaseId } from "../../domain/environments/allocation.ts";
import { leavingRelease, rollbackTarget } from "../../domain/environments/rollback-target.ts";
import type { EnvironmentFacts } from "./environment-facts.ts";

/** Where an environment stands and would go back to, by the rules of the domain. */
export type WayBack = {
  /** What most subjects get. */
  served: string | null;
  /** What a rollback gets away from. */
  leaving: string | null;
  /** Where a rollback without a named target goes. */
  target: string | null;
};

/** wayBackOf reads the way back of an environment off its facts: the page, people and the controller take the same. */
export function wayBackOf(facts: EnvironmentFacts): WayBack {
  const { allocation, openRollout, knownGood, quarantined } = facts;
  const served = allocation === null ? null : servedReleaseId(allocation);
  const standing = { openRollout, servedReleaseId: served };
  return {
    served,
    leaving: leavingRelease(standing),
    target: rollbackTarget({ ...standing, knownGood, quarantined }),
  };
}
