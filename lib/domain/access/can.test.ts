import { describe, expect, test } from "vitest";
import { can } from "./can.ts";
import { PERMISSIONS, type ProjectPermission } from "./permissions.ts";
import type { AccountPrincipal, KeyPrincipal, ServicePrincipal } from "./principal.ts";
import { ROLES, type Role, type RoleGrant, SCOPES, type Scope } from "./roles.ts";

/** The table people read, written by hand and not derived from the code: who may do what. */
const TABLE: Record<ProjectPermission, { roles: Role[]; scope: Scope | null }> = {
  "project:read": { roles: ["viewer", "author", "reviewer", "operator", "auditor", "admin"], scope: "read" },
  "release:create": { roles: ["author"], scope: "releases:write" },
  "eval:upload": { roles: ["author", "reviewer"], scope: "evals:write" },
  "eval:run": { roles: ["author", "reviewer"], scope: null },
  "judge:label": { roles: ["author", "reviewer"], scope: null },
  "judge:license": { roles: ["reviewer"], scope: null },
  "model:check": { roles: ["author", "reviewer", "operator"], scope: null },
  "promotion:propose": { roles: ["author"], scope: "promotions:propose" },
  "promotion:withdraw": { roles: ["author"], scope: null },
  "promotion:review": { roles: ["reviewer"], scope: null },
  "environment:rollback": { roles: ["operator"], scope: null },
  "environment:known-good": { roles: ["reviewer"], scope: null },
  "rollout:steer": { roles: ["operator", "reviewer"], scope: null },
  "rollout:abort": { roles: ["operator"], scope: null },
  "reconciliation:own": { roles: ["operator", "reviewer", "author"], scope: null },
  "reconciliation:review": { roles: ["reviewer"], scope: null },
  "history:accept": { roles: ["admin"], scope: null },
  "project:manage": { roles: ["admin"], scope: null },
  "environment:freeze": { roles: ["admin", "operator"], scope: null },
  "notification:read": { roles: ["admin", "auditor"], scope: null },
  "notification:manage": { roles: ["admin"], scope: null },
  "hook:read": { roles: ["admin", "auditor"], scope: null },
  "hook:manage": { roles: ["admin"], scope: null },
  "quarantine:lift": { roles: ["reviewer"], scope: null },
  "reconciliation:recheck": { roles: ["operator", "reviewer", "author"], scope: null },
  "audit:read": { roles: ["auditor", "admin", "reviewer", "operator"], scope: null },
  "audit:export": { roles: ["auditor"], scope: null },
  "member:read": { roles: ["admin", "auditor"], scope: null },
  "member:manage": { roles: ["admin"], scope: null },
  "key:read": { roles: ["admin", "auditor"], scope: null },
  "key:manage": { roles: ["admin"], scope: null },
};
const PERMISSION_NAMES = Object.keys(PERMISSIONS).filter((name): name is ProjectPermission => name in TABLE);
const HERE = { projectId: "project-1" };

function person(...grants: RoleGrant[]): AccountPrincipal {
  const provedAt = new Date("2026-01-01T00:00:00Z");
  const known = {
    kind: "account",
    id: "a-1",
    name: "Ada",
    email: "ada@example.com",
    sessionId: "s-1",
  } as const;
  return { ...known, provedAt, proof: "fresh", grants: new Map([["project-1", grants]]) };
}

function key(...scopes: Scope[]): KeyPrincipal {
  const known = { kind: "key", id: "k-1", name: "ci", ownerId: "a-1" } as const;
  return { ...known, projectId: "project-1", environment: null, scopes };
}

describe("can", () => {
  test("the table names every permission", () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual(Object.keys(TABLE).sort());
  });

  const people = PERMISSION_NAMES.flatMap((permission) => ROLES.map((role) => [role, permission] as const));
  test.each(people)("%s asking for %s is answered as the table says", (role, permission) => {
    const expected = TABLE[permission].roles.includes(role) ? null : "role";
    expect(can(person({ role }), permission, HERE)).toBe(expected);
  });

  const keys = PERMISSION_NAMES.flatMap((permission) => SCOPES.map((scope) => [scope, permission] as const));
  test.each(keys)("a key with %s asking for %s is answered as the table says", (scope, permission) => {
    expect(can(key(scope), permission, HERE)).toBe(TABLE[permission].scope === scope ? null : "scope");
  });

  test("no key approves, rolls back or manages, whatever its scopes", () => {
    const all = key(...SCOPES);
    for (const permission of [
      "promotion:review",
      "environment:rollback",
      "member:manage",
      "key:manage",
    ] as const) {
      expect(can(all, permission, HERE)).toBe("scope");
    }
  });

  test("who holds nothing in a project is an outsider there, person or key", () => {
    const elsewhere = { projectId: "project-2" };
    expect(can(person({ role: "admin" }), "project:read", elsewhere)).toBe("outsider");
    expect(can(person(), "project:read", HERE)).toBe("outsider");
    expect(can(key("read"), "project:read", elsewhere)).toBe("outsider");
  });

  test("a key made for one environment proposes to no other", () => {
    const ci: KeyPrincipal = { ...key("promotions:propose"), environment: "staging" };
    expect(can(ci, "promotion:propose", { ...HERE, environment: "staging" })).toBeNull();
    expect(can(ci, "promotion:propose", { ...HERE, environment: "production" })).toBe("scope");
  });

  test("a role limited to one environment holds there and not in another", () => {
    const operator = person({ role: "operator", environment: "staging" });
    expect(can(operator, "environment:rollback", { ...HERE, environment: "staging" })).toBeNull();
    expect(can(operator, "environment:rollback", { ...HERE, environment: "production" })).toBe("role");
  });

  test("several roles add up", () => {
    const both = person({ role: "author" }, { role: "reviewer" });
    expect(can(both, "release:create", HERE)).toBeNull();
    expect(can(both, "promotion:review", HERE)).toBeNull();
    expect(can(both, "environment:rollback", HERE)).toBe("role");
  });

  test("a part of Tupelo that acts by itself is not limited", () => {
    const worker: ServicePrincipal = { kind: "service", id: "git-sync", name: "git sync" };
    for (const permission of PERMISSION_NAMES) expect(can(worker, permission, HERE)).toBeNull();
  });
});
