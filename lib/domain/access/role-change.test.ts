import { describe, expect, it } from "vitest";
import { groupOf, groupSource, isSelfMadePower, type RoleChange, refuseRoleChange } from "./role-change.ts";

const GRANT: RoleChange = {
  ...{ action: "grant", grant: { role: "operator" }, actorId: "ada", accountId: "bob" },
  ...{ admins: ["ada", "eve"], heldBy: null },
};
const REVOKE: RoleChange = { ...GRANT, action: "revoke", heldBy: "invite" };

describe("giving and taking one role", () => {
  it.each<{ name: string; change: RoleChange; code: string | undefined }>([
    { name: "an admin gives another person a role", change: GRANT, code: undefined },
    { name: "gives it twice", change: { ...GRANT, heldBy: "invite" }, code: "no-op" },
    {
      name: "makes a group's role the person's own",
      change: { ...GRANT, heldBy: "group:sre" },
      code: undefined,
    },
    {
      name: "makes himself operator beside another admin",
      change: { ...GRANT, accountId: "ada" },
      code: "forbidden",
    },
    {
      name: "makes himself reviewer of one environment beside another admin",
      change: { ...GRANT, accountId: "ada", grant: { role: "reviewer", environment: "staging" } },
      code: "forbidden",
    },
    {
      name: "makes himself operator as the only admin",
      change: { ...GRANT, accountId: "ada", admins: ["ada"] },
      code: undefined,
    },
    {
      name: "makes himself author",
      change: { ...GRANT, accountId: "ada", grant: { role: "author" } },
      code: undefined,
    },
    { name: "takes a role", change: REVOKE, code: undefined },
    { name: "takes a role that is not held", change: { ...REVOKE, heldBy: null }, code: "no-op" },
    { name: "takes a role of a group", change: { ...REVOKE, heldBy: "group:sre" }, code: "wrong-state" },
    {
      name: "takes admin from the last one",
      change: { ...REVOKE, grant: { role: "admin" }, accountId: "ada", admins: ["ada"] },
      code: "wrong-state",
    },
    {
      name: "takes admin from one of two",
      change: { ...REVOKE, grant: { role: "admin" }, accountId: "ada" },
      code: undefined,
    },
  ])("$name", ({ change, code }) => expect(refuseRoleChange(change)?.code).toBe(code));

  it("an invite or group of one's own gives power only where no other admin could", () => {
    const made = { makerId: "ada", accountId: "ada", roles: ["reviewer" as const] };
    expect(isSelfMadePower({ ...made, admins: ["ada", "eve"] })).toBe(true);
    expect(isSelfMadePower({ ...made, admins: ["ada"] })).toBe(false);
    expect(isSelfMadePower({ ...made, accountId: "bob", admins: ["ada", "eve"] })).toBe(false);
    expect(isSelfMadePower({ ...made, roles: ["author"], admins: ["ada", "eve"] })).toBe(false);
  });

  it("a membership names its group, whatever that is called", () => {
    expect(groupOf(groupSource("group:a b"))).toBe("group:a b");
    expect(groupOf("invite")).toBeNull();
  });
});
