import type { Reader, Transaction } from "../../db/client.ts";
import type { Project } from "../../db/queries/projects.ts";
import { resolveParts, saveRelease } from "../../db/repositories/releases.ts";
import type { Audit } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { manifestDigest } from "../../domain/releases/manifest-digest.ts";
import { releaseId as idOf } from "../../domain/releases/release-id.ts";
import { keyParts, referencesOf } from "../../domain/releases/release-part.ts";
import type { ServiceContext } from "../context.ts";

export type Manifest = NonNullable<DesiredInGit["manifest"]>;

/** isConfirmed says whether a manifest's parts are in the registry and give its id and digest. */
export async function isConfirmed(db: Reader, projectId: string, manifest: Manifest): Promise<boolean> {
  try {
    await composeManifest(db, projectId, manifest);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * ensureRelease registers the release that a manifest in git describes, where it is not known yet. Errors: invalid
 * where its parts give another id or digest, unknown-artifact-version where one is not in the registry.
 */
export async function ensureRelease(
  tx: Transaction,
  audit: Audit,
  ctx: ServiceContext,
  project: Project,
  manifest: Manifest,
): Promise<void> {
  const { id, fingerprint, digest, text, parts } = await composeManifest(tx, project.id, manifest);
  const isNew = await saveRelease(tx, {
    projectId: project.id,
    id,
    fingerprint,
    manifestDigest: digest,
    manifest: text,
    createdBy: principalRef(ctx.principal),
    createdByName: ctx.principal.name,
    createdAt: ctx.now(),
    parts,
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

async function composeManifest(db: Reader, projectId: string, manifest: Manifest) {
  const refs = manifest.components.map(({ key, ref, digest }) => {
    const at = ref.lastIndexOf("@");
    return { kind: key.split("/", 1)[0] ?? key, name: ref.slice(0, at), version: ref.slice(at + 1), digest };
  });
  const resolved = await resolveParts(db, projectId, refs);
  const parts = keyParts(resolved).map((part, index) => ({
    ...part,
    artifactVersionId: resolved[index]?.artifactVersionId ?? "",
  }));
  const { id, fingerprint } = idOf(referencesOf(parts));
  const { digest, text } = manifestDigest(parts);
  if (id !== manifest.id || digest !== manifest.manifestDigest) {
    throw new AppError("invalid", `${manifestPath(manifest.id)} does not match its parts.`, {
      params: { id, manifestDigest: digest },
    });
  }
  return { id, fingerprint, digest, text, parts };
}
