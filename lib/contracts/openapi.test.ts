import { describe, expect, it } from "vitest";
import { buildOpenApi } from "./openapi.ts";
import { ENDPOINTS } from "./registry.ts";

const document = buildOpenApi(ENDPOINTS, { version: "0.0.0", cookieName: "tupelo.session" });

describe("buildOpenApi", () => {
  it("is OpenAPI 3.1 with an operation for each declaration", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(operations.sort()).toEqual(ENDPOINTS.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(ENDPOINTS.map((declaration) => [declaration.operationId, declaration] as const))(
    "%s says who may, and each problem it may answer",
    (_name, { path, method, permission, errors }) => {
      const methods = document.paths?.[path] ?? {};
      const { get: GET, put: PUT, post: POST, patch: PATCH, delete: DELETE } = methods;
      const operation = { GET, PUT, POST, PATCH, DELETE }[method];
      expect(operation?.security?.length === 0).toBe(permission === "public");
      const text = JSON.stringify(operation?.responses);
      for (const code of errors) expect(text).toContain(`\`${code}\``);
    },
  );

  it("gives no operation id twice", () => {
    const ids = ENDPOINTS.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
