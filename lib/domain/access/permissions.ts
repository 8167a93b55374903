import type { Role, Scope } from "./roles.ts";

/** Who may do what. `keyScope` is the API-key scope that also allows it; null means that only people may. */
type Rule = { roles: readonly Role[]; keyScope: Scope | null };

const EVERY_ROLE: readonly Role[] = ["viewer", "author", "reviewer", "operator", "auditor", "admin"];

/** The permission of each act. An endpoint names one of these; nothing else decides. */
export const PERMISSIONS = {
  "project:read": { roles: EVERY_ROLE, keyScope: "read" },
  "release:create": { roles: ["author"], keyScope: "releases:write" },
  "eval:upload": { roles: ["author", "reviewer"], keyScope: "evals:write" },
  "eval:run": { roles: ["author", "reviewer"], keyScope: null },
  "judge:label": { roles: ["author", "reviewer"], keyScope: null },
  "judge:license": { roles: ["reviewer"], keyScope: null },
  "model:check": { roles: ["author", "reviewer", "operator"], keyScope: null },
  "promotion:propose": { roles: ["author"], keyScope: "promotions:propose" },
  "promotion:withdraw": { roles: ["author"], keyScope: null },
  "promotion:review": { roles: ["reviewer"], keyScope: null },
  "environment:rollback": { roles: ["operator"], keyScope: null },
  "environment:known-good": { roles: ["reviewer"], keyScope: null },
  "rollout:steer": { roles: ["operator", "reviewer"], keyScope: null },
  "rollout:abort": { roles: ["operator"], keyScope: null },
  "reconciliation:own": { roles: ["operator", "reviewer", "author"], keyScope: null },
  "reconciliation:review": { roles: ["reviewer"], keyScope: null },
  "history:accept": { roles: ["admin"], keyScope: null },
  "project:manage": { roles: ["admin"], keyScope: null },
  "environment:freeze": { roles: ["admin", "operator"], keyScope: null },
  "notification:read": { roles: ["admin", "auditor"], keyScope: null },
  "notification:manage": { roles: ["admin"], keyScope: null },
  "hook:read": { roles: ["admin", "auditor"], keyScope: null },
  "hook:manage": { roles: ["admin"], keyScope: null },
  "quarantine:lift": { roles: ["reviewer"], keyScope: null },
  "reconciliation:recheck": { roles: ["operator", "reviewer", "author"], keyScope: null },
  "audit:read": { roles: ["auditor", "admin", "reviewer", "operator"], keyScope: null },
  "audit:export": { roles: ["auditor"], keyScope: null },
  "member:read": { roles: ["admin", "auditor"], keyScope: null },
  "member:manage": { roles: ["admin"], keyScope: null },
  "key:read": { roles: ["admin", "auditor"], keyScope: null },
  "key:manage": { roles: ["admin"], keyScope: null },
} as const satisfies Record<string, Rule>;

export type ProjectPermission = keyof typeof PERMISSIONS;

/**
 * `signed-in`: any account, no project needed. `public`: nobody in particular. `signature`: nobody, but the body is
 * signed with a secret of the project; sessions and keys are not looked at. `installation:manage`: who may make
 * projects (mayManageInstallation).
 */
export type Permission = ProjectPermission | "installation:manage" | "signed-in" | "public" | "signature";

/** isProjectPermission tells what a role in a project decides from what is decided otherwise. */
export function isProjectPermission(permission: Permission): permission is ProjectPermission {
  return permission in PERMISSIONS;
}

export function permissionRule(permission: ProjectPermission): Rule {
  return PERMISSIONS[permission];
}
