import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { Permission } from "../domain/access/permissions.ts";
import { PROBLEMS, type ProblemCode } from "../domain/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import { problemSchema } from "./problem.ts";

type Security = Record<string, string[]>[];

function securityOf(permission: Permission): Security {
  switch (permission) {
    case "public":
      return [];
    // No key can do it, whatever its scopes.
    case "signed-in":
    case "installation:manage":
      return [{ session: [] }];
    case "signature":
      return [{ signature: [] }];
    default:
      return [{ session: [] }, { apiKey: [] }];
  }
}

/** buildOpenApi describes the API in OpenAPI 3.1, from the declarations that also drive the routes. */
export function buildOpenApi(endpoints: readonly Endpoint[], info: { version: string; cookieName: string }) {
  const paths: ZodOpenApiPathsObject = {};
  for (const declaration of endpoints) {
    const methods = paths[declaration.path] ?? {};
    paths[declaration.path] = { ...methods, [declaration.method.toLowerCase()]: operationOf(declaration) };
  }
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Tupelo",
      version: info.version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: info.cookieName },
        apiKey: { type: "http", scheme: "bearer", description: "An API key: `tpl_…`" },
        signature: {
          ...{ type: "apiKey", in: "header", name: "X-Hub-Signature-256" },
          description:
            "`sha256=` and the HMAC of the raw body, in lower-case hex, under the project's secret.",
        },
      },
    },
  });
}

function operationOf(declaration: Endpoint): ZodOpenApiOperationObject {
  const { operationId, summary, permission } = declaration;
  return {
    operationId,
    summary,
    description: `Permission: \`${permission}\`.`,
    security: securityOf(permission),
    requestParams: {
      ...objectPart("path", declaration.params),
      ...objectPart("query", declaration.query),
      ...idempotencyPart(declaration),
    },
    ...bodyOf(declaration),
    responses: { ...successesOf(declaration), ...problemsOf(declaration.errors) },
  };
}

function objectPart(place: "path" | "query", schema: z.ZodType) {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).length > 0 ? { [place]: schema } : {};
}

function idempotencyPart({ idempotency }: Endpoint) {
  if (idempotency === "none") return {};
  const key = z
    .string()
    .min(1)
    .max(255)
    .meta({ description: "A repetition with the same key gets the same answer." });
  return { header: z.object({ "Idempotency-Key": idempotency === "required" ? key : key.optional() }) };
}

function bodyOf({ body, bodyKind }: Endpoint): Pick<ZodOpenApiOperationObject, "requestBody"> {
  if (body === null) return {};
  if (bodyKind === "raw") {
    return {
      requestBody: { required: true, content: { "*/*": { schema: { type: "string", format: "binary" } } } },
    };
  }
  return { requestBody: { required: true, content: { "application/json": { schema: body } } } };
}

function successesOf({ status, response }: Endpoint): ZodOpenApiOperationObject["responses"] {
  const content = { "application/json": { schema: response } };
  if (typeof status === "number") return { [status]: { description: "Done.", content } };
  return {
    [status.created]: { description: "Made anew.", content },
    [status.repeated]: { description: "The same was there already.", content },
  };
}

/** One answer per status, naming the codes that have it. */
function problemsOf(codes: readonly ProblemCode[]): ZodOpenApiOperationObject["responses"] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("\n"),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
}
