import { firstProjectId } from "../db/queries/projects.ts";
import { can } from "../domain/access/can.ts";
import { mayManageInstallation } from "../domain/access/installation-admin.ts";
import type { ProjectPermission } from "../domain/access/permissions.ts";
import { AppError } from "../domain/errors.ts";
import type { ServiceContext } from "./context.ts";

/**
 * authorize is the first line of each use case: it throws unless the caller may do this here.
 * Outsiders learn nothing (not-found); members learn that their role or their key's scopes do not reach.
 */
export function authorize(
  ctx: Pick<ServiceContext, "principal" | "onAuthorize">,
  permission: ProjectPermission,
  scope: { projectId: string; environment?: string },
): void {
  ctx.onAuthorize?.(permission);
  const denial = can(ctx.principal, permission, scope);
  if (denial === null) return;
  if (denial === "outsider") throw new AppError("not-found", "There is nothing here that you can see.");
  if (denial === "scope") throw new AppError("insufficient-scope", `This key does not allow ${permission}.`);
  const where = scope.environment === undefined ? "in this project" : `in ${scope.environment}`;
  throw new AppError("forbidden", `Your roles ${where} do not allow ${permission}.`);
}

/** authorizeInstallation is the same for what belongs to no project: making one. Keys never may. */
export async function authorizeInstallation(
  ctx: Pick<ServiceContext, "db" | "principal" | "onAuthorize">,
): Promise<void> {
  ctx.onAuthorize?.("installation:manage");
  if (ctx.principal.kind === "key")
    throw new AppError("insufficient-scope", "Only a person who is signed in can do this.");
  if (!mayManageInstallation(ctx.principal, await firstProjectId(ctx.db)))
    throw new AppError("forbidden", "Only an admin of the installation's first project can do this.");
}
