import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { releaseEndpoints } from "../../contracts/releases.ts";
import type { Project } from "../../db/queries/projects.ts";
import {
  findManifestDigest,
  type NewRelease,
  resolveParts,
  saveRelease,
} from "../../db/repositories/releases.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { checkFloating } from "../../domain/releases/check-floating.ts";
import { manifestDigest } from "../../domain/releases/manifest-digest.ts";
import { releaseId } from "../../domain/releases/release-id.ts";
import { keyParts, referencesOf, refOf } from "../../domain/releases/release-part.ts";
import { checkVersions } from "../artifacts/check-versions.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof releaseEndpoints.createRelease;
type Input = { params: ParamsOf<Declaration>; body: BodyOf<Declaration> };
type Response = ResponseOf<Declaration>;
type Component = Input["body"]["components"][number];

/**
 * createRelease composes a release of artifact versions. The same tuple again, in any order, is the same release and
 * changes nothing; the same id with other contents is refused with both digests.
 */
export async function createRelease(ctx: ServiceContext, input: Input): Promise<Response> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "release:create", { projectId: project.id });
  return composeAndSave(ctx, project, input.body.components);
}

/** composeAndSave is createRelease for a caller who is allowed already: composing is a part of what he does. */
export async function composeAndSave(
  ctx: ServiceContext,
  project: Project,
  components: readonly Component[],
): Promise<Response> {
  const release = await composeRelease(ctx, project, components);
  const same = await findSame(ctx, release);
  if (same !== null) return same;
  await refuseInvalid(ctx, release);
  return saveNew(ctx, release);
}

/** A part whose content has an error cannot be used: the first one is named with its file and line. */
async function refuseInvalid(ctx: ServiceContext, { parts }: NewRelease): Promise<void> {
  const checked = await checkVersions(
    ctx.db,
    parts.map(({ artifactVersionId, kind }) => ({ id: artifactVersionId, kind })),
  );
  const errors = checked.flatMap(({ problems }, index) => {
    const part = parts[index];
    const shown = part === undefined ? "A part" : `${part.kind} ${refOf(part)}`;
    return problems
      .filter((problem) => problem.severity === "error")
      .map(({ path, line, message }) => ({
        pointer: `/components/${index}`,
        message: `${shown} cannot be used. ${path}${line === null ? "" : `, line ${line}`}: ${message}`,
      }));
  });
  const [first] = errors;
  if (first !== undefined)
    throw new AppError("invalid-artifact", first.message, { errors: errors.slice(0, 20) });
}

async function composeRelease(
  ctx: ServiceContext,
  project: Project,
  components: readonly Component[],
): Promise<NewRelease> {
  components.forEach(refuseFloating);
  refuseTwins(components);
  const resolved = await resolveParts(ctx.db, project.id, components);
  const parts = keyParts(resolved).map((part, index) => ({
    ...part,
    artifactVersionId: resolved[index]?.artifactVersionId ?? "",
  }));
  const { id, fingerprint } = releaseId(referencesOf(parts));
  const manifest = manifestDigest(parts);
  return {
    ...{
      projectId: project.id,
      id,
      fingerprint,
      manifestDigest: manifest.digest,
      manifest: manifest.text,
      parts,
    },
    createdBy: principalRef(ctx.principal),
    createdByName: ctx.principal.name,
    createdAt: ctx.now(),
  };
}

function refuseFloating(component: Component, index: number): void {
  const sentence = checkFloating(component);
  if (sentence === null) return;
  const errors = [{ pointer: `/components/${index}`, message: sentence }];
  throw new AppError("floating-reference", sentence, { errors });
}

/** One artifact has one version in a release; two of them would share a key. */
function refuseTwins(components: readonly Component[]): void {
  components.forEach(({ kind, name }, index) => {
    const first = components.findIndex((other) => other.kind === kind && other.name === name);
    if (first === index) return;
    const message = `${kind} ${name} is named twice: name one version of it.`;
    throw new AppError("invalid", message, { errors: [{ pointer: `/components/${index}`, message }] });
  });
}

async function findSame(ctx: ServiceContext, release: NewRelease): Promise<Response | null> {
  const stored = await findManifestDigest(ctx.db, release.projectId, release.id);
  if (stored === null) return null;
  const { id, manifestDigest: named } = release;
  if (stored === named) return { id, manifestDigest: stored, created: false };
  throw new AppError(
    "release-id-taken",
    `Release ${id} has the manifest digest ${stored}; this tuple has ${named}.`,
    {
      params: { releaseId: id, stored, named },
    },
  );
}

async function saveNew(ctx: ServiceContext, release: NewRelease): Promise<Response> {
  try {
    return await transact(ctx, async (tx, audit) => {
      if (!(await saveRelease(tx, release))) throw new NothingToDo();
      audit({
        chain: release.projectId,
        action: "release.created",
        resourceKind: "release",
        resourceId: release.id,
        releaseId: release.id,
        after: { manifestDigest: release.manifestDigest, components: referencesOf(release.parts) },
      });
      return { id: release.id, manifestDigest: release.manifestDigest, created: true };
    });
  } catch (error) {
    const same = error instanceof NothingToDo ? await findSame(ctx, release) : null;
    if (same === null) throw error;
    return same;
  }
}
