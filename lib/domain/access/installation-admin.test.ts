import { expect, test } from "vitest";
import { mayManageInstallation } from "./installation-admin.ts";
import type { Principal } from "./principal.ts";
import type { Role } from "./roles.ts";

const person = (grants: Record<string, Role>): Principal => ({
  ...{ kind: "account", id: "ada", name: "Ada", email: "ada@example.com", sessionId: "s" },
  ...{ provedAt: new Date(0), proof: "fresh" },
  grants: new Map(Object.entries(grants).map(([project, role]) => [project, [{ role }]])),
});
const key: Principal = {
  ...{ kind: "key", id: "k", name: "ci", projectId: "first", environment: null, scopes: ["read"] },
  ownerId: "ada",
};

test.each<{ name: string; principal: Principal; first: string | null; expected: boolean }>([
  {
    name: "an admin of the first project",
    principal: person({ first: "admin" }),
    first: "first",
    expected: true,
  },
  {
    name: "an admin of a later project",
    principal: person({ later: "admin" }),
    first: "first",
    expected: false,
  },
  {
    name: "another member of the first",
    principal: person({ first: "operator" }),
    first: "first",
    expected: false,
  },
  {
    name: "anybody before there is one",
    principal: person({ first: "admin" }),
    first: null,
    expected: false,
  },
  { name: "a key, whoever made it", principal: key, first: "first", expected: false },
  {
    name: "a part of Tupelo itself",
    principal: { kind: "service", id: "installation", name: "installation" },
    ...{ first: "first", expected: false },
  },
])("projects are made by $name: $expected", ({ principal, first, expected }) => {
  expect(mayManageInstallation(principal, first)).toBe(expected);
});
