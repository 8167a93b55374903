import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { projectEndpoints } from "../../contracts/projects.ts";
import type { Reader } from "../../db/client.ts";
import { transact } from "../../db/transact.ts";
import { isKindName } from "../../domain/artifacts/index.ts";
import { AppError } from "../../domain/errors.ts";
import { loweredFloors } from "../../domain/policy/lowered-floors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "./resolve-project.ts";

type Get = typeof projectEndpoints.getProjectSettings;
type Change = typeof projectEndpoints.changeProjectSettings;

/** getProjectSettings reads a project's settings for one of its members. */
export async function getProjectSettings(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return readSettings(ctx.db, project.id);
}

/** changeProjectSettings replaces a project's settings. Lowering a floor needs a reason and has an event of its own. */
export async function changeProjectSettings(
  ctx: ServiceContext,
  input: { params: ParamsOf<Change>; body: BodyOf<Change> },
): Promise<ResponseOf<Change>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:manage", { projectId: project.id });
  const { reason = null, expectedVersion, ...settings } = input.body;
  return transact(ctx, async (tx, audit) => {
    const { version, ...before } = await readSettings(tx, project.id);
    const lowered = loweredFloors(before, settings);
    if (lowered.length > 0 && reason === null) refuseField("reason", `Say why: ${lowered.join(", ")}.`);
    await refuseStranger(tx, project.id, settings.onCallAccountId);
    const { count } = await tx.project.updateMany({
      where: { id: project.id, version: expectedVersion },
      data: { ...settings, version: { increment: 1 } },
    });
    if (count !== 1)
      throw new AppError("version-conflict", "Someone changed these settings in the meantime.", {
        params: { currentVersion: version },
      });
    audit({
      chain: project.id,
      action: lowered.length > 0 ? "project.floor_lowered" : "project.settings_changed",
      resourceKind: "project",
      resourceId: project.slug,
      before: { ...before, requiredKinds: before.requiredKinds.join(", ") },
      after: { ...settings, requiredKinds: settings.requiredKinds.join(", ") },
      reason,
    });
    return { ...settings, version: expectedVersion + 1 };
  });
}

async function readSettings(db: Reader, projectId: string): Promise<ResponseOf<Get>> {
  const row = await db.project.findUniqueOrThrow({ where: { id: projectId } });
  const { name, minReviewers, onCallContact, onCallAccountId } = row;
  const { reconciliationHours, postReviewHours, onlySignedTraffic, version } = row;
  return {
    ...{ name, minReviewers, onCallContact, onCallAccountId, reconciliationHours, postReviewHours },
    ...{ onlySignedTraffic, version },
    requiredKinds: row.requiredKinds.filter(isKindName),
  };
}

/** Whoever is on call has to be a member: nobody else could act. */
async function refuseStranger(db: Reader, projectId: string, accountId: string | null): Promise<void> {
  if (accountId === null) return;
  const roles = await db.membership.count({ where: { projectId, accountId } });
  if (roles === 0) refuseField("onCallAccountId", "Choose a member of this project.");
}

function refuseField(field: string, message: string): never {
  throw new AppError("invalid", message, { errors: [{ pointer: `/${field}`, message }] });
}
