import { can } from "./can.ts";
import type { Principal } from "./principal.ts";

/**
 * mayManageInstallation says whether somebody may make projects: the admins of the installation's first project may,
 * the one that set-up made. So the right is given and taken as any other role is, and it never gets lost.
 */
export function mayManageInstallation(principal: Principal, firstProjectId: string | null): boolean {
  if (principal.kind !== "account" || firstProjectId === null) return false;
  return can(principal, "project:manage", { projectId: firstProjectId }) === null;
}
