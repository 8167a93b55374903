import { type ProjectPermission, permissionRule } from "./permissions.ts";
import type { Principal } from "./principal.ts";

/** Why something is not allowed: outsiders learn nothing (404), members learn what is missing. */
export type Denial = "outsider" | "role" | "scope";

/**
 * can says whether a principal may do something in a project (and environment, where the act has one).
 * Pages, services and workers ask this same function. Returns null when allowed.
 */
export function can(
  principal: Principal,
  permission: ProjectPermission,
  scope: { projectId: string; environment?: string },
): Denial | null {
  const rule = permissionRule(permission);
  if (principal.kind === "service") return null;
  if (principal.kind === "key") {
    if (principal.projectId !== scope.projectId) return "outsider";
    const isElsewhere =
      principal.environment !== null &&
      scope.environment !== undefined &&
      scope.environment !== principal.environment;
    if (isElsewhere) return "scope";
    return rule.keyScope !== null && principal.scopes.includes(rule.keyScope) ? null : "scope";
  }
  const grants = principal.grants.get(scope.projectId);
  if (grants === undefined || grants.length === 0) return "outsider";
  const allowed = grants.some(
    (grant) =>
      rule.roles.includes(grant.role) &&
      (scope.environment === undefined ||
        grant.environment === undefined ||
        grant.environment === scope.environment),
  );
  return allowed ? null : "role";
}
