import { verifyInvariants } from "../../../lib/services/invariants/verify-invariants.ts";
import { resolveProject } from "../../../lib/services/projects/resolve-project.ts";
import type { ApiFacts } from "../../../lib/services/testing/api-facts.ts";
import { GIT_SYNC } from "../../../lib/services/testing/motion-world.ts";
import { testContext } from "../../../lib/services/testing/test-context.ts";

const HANDMADE = /^(I6 canary-(stepping|paused):|I7 handmade version 1:)/;

/**
 * violationsIn lists, one line each, what verify-invariants finds in a copy of the API's world. Of its environments
 * that were made by hand git knows nothing, and one of them went back to what it never served: that is left out.
 */
export async function violationsIn(facts: ApiFacts, { db }: ApiFacts["test"]): Promise<string[]> {
  const { now, gitHostFor } = facts;
  const ctx = testContext(db, GIT_SYNC, { now: () => now, gitHostFor });
  const project = await resolveProject(ctx, facts.project.slug);
  const violations = await verifyInvariants(ctx, project);
  return violations
    .map(({ invariant, subject, sentence }) => `${invariant} ${subject}: ${sentence}`)
    .filter((line) => !HANDMADE.test(line));
}
