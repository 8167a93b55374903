/** The six roles a person may hold in a project; reviewer and operator may be limited to one environment. */
export const ROLES = ["viewer", "author", "reviewer", "operator", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_SENTENCES: Record<Role, string> = {
  viewer: "reads everything but secrets",
  author: "composes releases and proposes them",
  reviewer: "approves what others wrote",
  operator: "rolls back and steers rollouts",
  auditor: "reads and exports everything, changes nothing",
  admin: "manages members, keys and settings",
};

/** The roles that may be limited to one environment. */
export const ENVIRONMENT_ROLES: readonly Role[] = ["reviewer", "operator"];

/** A role held in a project; an absent environment means all of them. */
export type RoleGrant = { role: Role; environment?: string };

/** What an API key may be allowed to do. None of these approves, rolls back or breaks glass. */
export const SCOPES = [
  "read",
  "traces:write",
  "flags:evaluate",
  "releases:write",
  "evals:write",
  "promotions:propose",
] as const;
export type Scope = (typeof SCOPES)[number];
