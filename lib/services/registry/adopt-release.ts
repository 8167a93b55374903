import { parseYaml } from "../../contents/parse-yaml.ts";
import type { Transaction } from "../../db/client.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { appendAllocation } from "../../db/repositories/allocations.ts";
import { resolveParts, saveRelease } from "../../db/repositories/releases.ts";
import { type Audit, transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import {
  manifestPath,
  type ReleaseManifest,
  releaseManifestSchema,
} from "../../domain/gitops/release-manifest.ts";
import { manifestDigest } from "../../domain/releases/manifest-digest.ts";
import { releaseId as idOf } from "../../domain/releases/release-id.ts";
import { keyParts, referencesOf } from "../../domain/releases/release-part.ts";
import type { ServiceContext } from "../context.ts";
import { moveDesired } from "../promotions/complete-merge.ts";

/** What main names for an environment, and the commit that says so. */
export type Desired = { environment: string; releaseId: string; commit: string };

/**
 * adoptRelease takes over the release that an environment serves before Tupelo knew it: its manifest is in git, its
 * parts are in the registry, and id and digest are what they say. It becomes control with the cause `adopted`, and
 * is not known good until a reviewer says so. False where the manifest cannot be confirmed: then nothing is served.
 */
export async function adoptRelease(
  ctx: ServiceContext,
  project: Project,
  desired: Desired,
): Promise<boolean> {
  const manifest = await readManifest(ctx, project, desired);
  if (manifest === null) return false;
  try {
    await adopt(ctx, project, desired, manifest);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.logger.debug({ err: error, project: project.slug, release: desired.releaseId }, "not adopted");
    return false;
  }
}

async function adopt(
  ctx: ServiceContext,
  project: Project,
  desired: Desired,
  manifest: ReleaseManifest,
): Promise<void> {
  await transact(ctx, async (tx, audit) => {
    await ensureRelease(tx, audit, ctx, project, manifest);
    const facts = await loadEnvironmentFacts(tx, project.id, desired.environment);
    if (facts.environment.desiredReleaseId !== desired.releaseId) {
      await moveDesired(tx, audit, facts, { ...desired, now: ctx.now() });
    }
    await appendAllocation(tx, {
      environmentId: facts.environment.id,
      projectId: project.id,
      expectedVersion: facts.environment.allocationVersion,
      controlReleaseId: desired.releaseId,
      candidateReleaseId: null,
      shareBp: 0,
      cause: "adopted",
      now: ctx.now(),
    });
    audit({
      chain: project.id,
      action: "environment.adopted",
      resourceKind: "environment",
      resourceId: desired.environment,
      environment: desired.environment,
      releaseId: desired.releaseId,
      before: { served: null },
      after: { served: desired.releaseId, allocationVersion: facts.environment.allocationVersion + 1 },
      reason: "git named it before",
    });
  });
}

async function readManifest(
  ctx: ServiceContext,
  project: Project,
  desired: Desired,
): Promise<ReleaseManifest | null> {
  const host = ctx.gitHostFor(project);
  const path = manifestPath(desired.releaseId);
  // The head's, because a manifest may be committed after the line that names it.
  const entry = (await host.listTree(await host.headOfMain())).find((file) => file.path === path);
  const bytes = entry === undefined ? null : await host.readBlob(entry.blob);
  if (bytes === null) return null;
  try {
    const parsed = releaseManifestSchema.safeParse(parseYaml(new TextDecoder().decode(bytes), path));
    return parsed.success && parsed.data.id === desired.releaseId ? parsed.data : null;
  } catch (error) {
    ctx.logger.debug({ err: error, path, project: project.slug }, "the manifest cannot be read");
    return null;
  }
}

async function ensureRelease(
  tx: Transaction,
  audit: Audit,
  ctx: ServiceContext,
  project: Project,
  manifest: ReleaseManifest,
): Promise<void> {
  const refs = manifest.components.map(({ key, ref, digest }) => {
    const at = ref.lastIndexOf("@");
    return { kind: key.split("/", 1)[0] ?? key, name: ref.slice(0, at), version: ref.slice(at + 1), digest };
  });
  const resolved = await resolveParts(tx, project.id, refs);
  const keyed = keyParts(resolved).map((part, index) => ({
    ...part,
    artifactVersionId: resolved[index]?.artifactVersionId ?? "",
  }));
  const { id, fingerprint } = idOf(referencesOf(keyed));
  const { digest, text } = manifestDigest(keyed);
  if (id !== manifest.id || digest !== manifest.manifestDigest) {
    throw new AppError("invalid", `${manifestPath(manifest.id)} does not match its parts.`, {
      params: { id, manifestDigest: digest },
    });
  }
  const isNew = await saveRelease(tx, {
    projectId: project.id,
    id,
    fingerprint,
    manifestDigest: digest,
    manifest: text,
    createdBy: principalRef(ctx.principal),
    createdByName: ctx.principal.name,
    createdAt: ctx.now(),
    parts: keyed,
  });
  if (!isNew) return;
  audit({
    chain: project.id,
    action: "release.created",
    resourceKind: "release",
    resourceId: id,
    releaseId: id,
    after: { manifestDigest: digest },
  });
}
