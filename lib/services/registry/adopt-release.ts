import { appendAllocation } from "../../db/repositories/allocations.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { ServiceContext } from "../context.ts";
import { recordDesired } from "../environments/record-desired.ts";
import { endRollout } from "../rollouts/end-rollout.ts";
import { ensureRelease, type Manifest } from "./confirm-manifest.ts";
import type { DesiredWork } from "./desired-work.ts";

/**
 * adoptRelease takes over the release that an environment served before Tupelo knew it: its manifest is in git, its
 * parts are in the registry, and id and digest are what they say. It becomes control with the cause `adopted`, and
 * is not known good until a reviewer says so.
 */
export async function adoptRelease(
  ctx: ServiceContext,
  work: DesiredWork,
  manifest: Manifest,
): Promise<void> {
  await serveNamed(ctx, work, manifest, {
    cause: "adopted",
    action: "environment.adopted",
    reason: "git named it before",
  });
}

/** followUnreviewed serves what git names although nobody reviewed it: in an environment that asks for it. */
export async function followUnreviewed(
  ctx: ServiceContext,
  work: DesiredWork,
  manifest: Manifest,
): Promise<void> {
  await serveNamed(ctx, work, manifest, {
    cause: "followed_unreviewed",
    action: "environment.followed_unreviewed",
    reason: "tupelo.yaml follows what nobody reviewed here",
  });
}

type How = { cause: "adopted" | "followed_unreviewed"; action: AuditAction; reason: string };

async function serveNamed(
  ctx: ServiceContext,
  work: DesiredWork,
  manifest: Manifest,
  how: How,
): Promise<void> {
  const { tx, audit, project, facts, desired } = work;
  const { environment } = facts;
  const now = ctx.now();
  await ensureRelease(tx, audit, ctx, project, manifest);
  if (environment.desiredReleaseId !== manifest.id) {
    await recordDesired(tx, audit, facts, { releaseId: manifest.id, commit: desired.commit, now });
  }
  if (facts.openRollout !== null) {
    await endRollout(tx, audit, facts.openRollout, { kind: "aborted" }, now, "git");
  }
  const allocationVersion = await appendAllocation(tx, {
    environmentId: environment.id,
    projectId: project.id,
    expectedVersion: environment.allocationVersion,
    controlReleaseId: manifest.id,
    candidateReleaseId: null,
    shareBp: 0,
    cause: how.cause,
    now,
  });
  audit({
    chain: project.id,
    action: how.action,
    resourceKind: "environment",
    resourceId: environment.name,
    environment: environment.name,
    releaseId: manifest.id,
    before: { served: facts.allocation?.controlReleaseId ?? null },
    after: { served: manifest.id, allocationVersion, ...authorOf(desired) },
    reason: how.reason,
  });
}

/** authorOf is who wrote what git names, as an event keeps it. */
export function authorOf(desired: DesiredInGit) {
  const { commit, authorName, authorEmail } = desired;
  return { commit, authorName, authorEmail };
}
