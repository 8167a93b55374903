import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffGroupRoles, type GroupRole, type HeldRole } from "./diff-group-roles.ts";
import { ROLES } from "./roles.ts";

const P = "project-1";
const gives = (groupName: string, role: GroupRole["role"], about: Partial<GroupRole> = {}): GroupRole => ({
  ...{ projectId: P, groupName, role, environment: "", createdBy: "ada" },
  ...about,
});
const holds = (role: HeldRole["role"], source: string, environment = ""): HeldRole => ({
  ...{ projectId: P, role, environment, source },
});
const BASE = { accountId: "bob", adminsOf: new Map([[P, ["ada", "eve"]]]) };

describe("roles that follow groups", () => {
  it.each<{
    name: string;
    groups: string[];
    groupRoles: GroupRole[];
    held: HeldRole[];
    add: HeldRole[];
    remove: HeldRole[];
  }>([
    {
      name: "a group's role is given",
      ...{ groups: ["sre"], groupRoles: [gives("sre", "operator")], held: [] },
      ...{ add: [holds("operator", "group:sre")], remove: [] },
    },
    {
      name: "a role that a person gave stays the person's",
      ...{ groups: ["sre"], groupRoles: [gives("sre", "operator")], held: [holds("operator", "invite")] },
      ...{ add: [], remove: [] },
    },
    {
      name: "a group left takes its role along, and nothing else",
      groups: [],
      groupRoles: [gives("sre", "operator")],
      held: [holds("operator", "group:sre"), holds("viewer", "invite")],
      ...{ add: [], remove: [holds("operator", "group:sre")] },
    },
    {
      name: "a role of two groups stays with the other one",
      groups: ["oncall"],
      groupRoles: [gives("sre", "operator"), gives("oncall", "operator")],
      held: [holds("operator", "group:sre")],
      add: [holds("operator", "group:oncall")],
      remove: [holds("operator", "group:sre")],
    },
    {
      name: "one environment is not another",
      groups: ["sre"],
      groupRoles: [gives("sre", "operator", { environment: "staging" })],
      held: [holds("operator", "group:sre", "production")],
      add: [holds("operator", "group:sre", "staging")],
      remove: [holds("operator", "group:sre", "production")],
    },
    {
      name: "nobody gets power by a group role of their own making",
      ...{ groups: ["sre"], groupRoles: [gives("sre", "operator", { createdBy: "bob" })], held: [] },
      ...{ add: [], remove: [] },
    },
  ])("$name", ({ groups, groupRoles, held, add, remove }) => {
    expect(diffGroupRoles({ ...BASE, groups, groupRoles, held })).toEqual({ add, remove });
  });

  it("the last admin keeps the role", () => {
    const held = [holds("admin", "group:leads")];
    const input = { accountId: "bob", groups: [], groupRoles: [], held };
    expect(diffGroupRoles({ ...input, adminsOf: new Map([[P, ["bob"]]]) }).remove).toEqual([]);
    expect(diffGroupRoles({ ...input, adminsOf: new Map([[P, ["bob", "ada"]]]) }).remove).toEqual(held);
  });

  it("applied twice changes nothing the second time, and never touches what a person gave", () => {
    const group = fc.constantFrom("a", "b", "c");
    const groupRole = fc.record({
      ...{ projectId: fc.constant(P), groupName: group, role: fc.constantFrom(...ROLES) },
      ...{ environment: fc.constantFrom("", "production"), createdBy: fc.constant("ada") },
    });
    const heldRole = fc.record({
      ...{ projectId: fc.constant(P), role: fc.constantFrom(...ROLES) },
      environment: fc.constantFrom("", "production"),
      source: fc.constantFrom("invite", "group:a", "group:b", "group:gone"),
    });
    const keyOf = ({ role, environment }: HeldRole) => `${role} ${environment}`;
    const world = fc.record({
      groups: fc.uniqueArray(group),
      groupRoles: fc.array(groupRole),
      held: fc.uniqueArray(heldRole, { selector: keyOf }),
    });
    fc.assert(
      fc.property(world, ({ groups, groupRoles, held }) => {
        const { add, remove } = diffGroupRoles({ ...BASE, groups, groupRoles, held });
        const after = [...held.filter((role) => !remove.includes(role)), ...add];
        expect(remove.filter(({ source }) => source === "invite")).toEqual([]);
        expect(new Set(after.map(keyOf)).size).toBe(after.length);
        expect(diffGroupRoles({ ...BASE, groups, groupRoles, held: after })).toEqual({ add: [], remove: [] });
      }),
    );
  });
});
