import { checkAllocations } from "./check-allocations.ts";
import { checkAudit } from "./check-audit.ts";
import { checkConvergence } from "./check-convergence.ts";
import { checkManifests } from "./check-manifests.ts";
import { checkReviews } from "./check-reviews.ts";
import { checkRollbacks } from "./check-rollbacks.ts";
import type { InvariantFacts } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

/** checkInvariants finds what is wrong in one project; empty when all holds. */
export function checkInvariants(facts: InvariantFacts): Violation[] {
  return [
    ...checkAllocations(facts),
    ...checkAudit(facts),
    ...checkRollbacks(facts),
    ...checkConvergence(facts),
    ...checkReviews(facts),
    ...checkManifests(facts),
  ];
}
