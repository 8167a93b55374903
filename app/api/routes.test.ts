import { describe, expect, it } from "vitest";
import { buildOpenApi } from "../../lib/contracts/openapi.ts";
import { ENDPOINTS } from "../../lib/contracts/registry.ts";
import { PERMISSIONS } from "../../lib/domain/access/permissions.ts";
import { VALID_REQUESTS } from "./testing/api-requests.ts";
import { listRoutes } from "./testing/route-table.ts";

describe("the routes of the API", () => {
  it("are exactly those that are declared", async () => {
    const declared = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);
    expect([...(await listRoutes()).keys()].sort()).toEqual(declared.sort());
  });

  it.each(ENDPOINTS.map((declaration) => [declaration.operationId, declaration] as const))(
    "%s declares who may call it, and every parameter of its address",
    (_name, { permission, path, params }) => {
      const others = ["public", "signed-in", "signature", "installation:manage"];
      expect([...others, ...Object.keys(PERMISSIONS)]).toContain(permission);
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const { shape } = params as unknown as { shape: Record<string, unknown> };
      expect(Object.keys(shape).sort()).toEqual(names.sort());
    },
  );

  it("each have a valid request, with which the tests of access and audit walk them", () => {
    const ids = ENDPOINTS.map(({ operationId }) => operationId);
    const missing = ids.filter((id) => !Object.hasOwn(VALID_REQUESTS, id));
    expect(missing, "add a valid request of each to app/api/testing/api-requests.ts").toEqual([]);
    expect(Object.keys(VALID_REQUESTS).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("are all in the OpenAPI 3.1 document by their operation id", () => {
    const document = buildOpenApi(ENDPOINTS, { version: "0.0.0", cookieName: "tupelo.session" });
    expect(document.openapi).toMatch(/^3\.1\./);
    const text = JSON.stringify(document);
    for (const { operationId } of ENDPOINTS) expect(text).toContain(`"operationId":"${operationId}"`);
  });
});
