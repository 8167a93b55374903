import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { ServiceContext } from "../context.ts";
import { applyRollback } from "../environments/apply-rollback.ts";
import { recordDesired } from "../environments/record-desired.ts";
import { authorOf } from "./adopt-release.ts";
import type { DesiredWork } from "./desired-work.ts";

/**
 * followRevert serves at once a release that was fully served before and that somebody put back into main by hand:
 * an open rollout ends `aborted (git)`, the event names the commit's author, and nothing is quarantined.
 */
export async function followRevert(ctx: ServiceContext, work: DesiredWork, to: string): Promise<void> {
  const { tx, audit, project, desired } = work;
  const { name } = work.facts.environment;
  await recordDesired(tx, audit, work.facts, { releaseId: to, commit: desired.commit, now: ctx.now() });
  const facts = await loadEnvironmentFacts(tx, project.id, name);
  const reason = `${desired.authorName} <${desired.authorEmail}> put ${to} back in git: ${desired.subject}`;
  audit({
    chain: project.id,
    action: "environment.revert_followed",
    resourceKind: "environment",
    resourceId: name,
    environment: name,
    releaseId: to,
    before: { desired: work.facts.environment.desiredReleaseId },
    after: { desired: to, ...authorOf(desired) },
    reason,
  });
  await applyRollback(ctx, {
    tx,
    audit,
    project,
    facts,
    to,
    reason,
    cause: "followed_revert",
    proof: "none",
    decisionId: null,
    rolloutEvent: "aborted",
    quarantines: false,
  });
}
