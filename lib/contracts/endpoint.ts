import type { z } from "zod";
import type { Permission } from "../domain/access/permissions.ts";
import type { ProblemCode } from "../domain/errors.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type BodyKind = "json" | "raw";

/** What an endpoint promises: one object drives the route, the client, OpenAPI and the tests. */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType | null = z.ZodType | null,
  Response extends z.ZodType = z.ZodType,
  Kind extends BodyKind = BodyKind,
> = {
  method: Method;
  /** With `{name}` for parameters, e.g. `/api/v1/projects/{project}/releases/{releaseId}`. */
  path: string;
  operationId: string;
  summary: string;
  permission: Permission;
  params: Params;
  query: Query;
  /** `null` where the endpoint reads no body (GET, DELETE). */
  body: Body;
  response: Response;
  /** The status of success; two where the same again is told apart (201 new, 200 the same again). */
  status: number | { created: number; repeated: number };
  /** Whether `Idempotency-Key` is required, taken when sent, or meaningless. */
  idempotency: "required" | "optional" | "none";
  /** Largest body in bytes; 1 MiB unless told. */
  bodyLimitBytes: number;
  /** `raw` endpoints get the bytes as they came. */
  bodyKind: Kind;
  errors: readonly ProblemCode[];
};

type Optional = "status" | "idempotency" | "bodyLimitBytes" | "bodyKind";

/** defineEndpoint declares one endpoint; the permission is required, so that no route can forget it. */
export function defineEndpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType | null,
  Response extends z.ZodType,
  Kind extends BodyKind = "json",
>(
  declaration: Omit<Endpoint<Params, Query, Body, Response, Kind>, Optional> &
    Partial<
      Pick<Endpoint<Params, Query, Body, Response, Kind>, "status" | "idempotency" | "bodyLimitBytes">
    > & {
      bodyKind?: Kind;
    },
): Endpoint<Params, Query, Body, Response, Kind> {
  const { bodyKind, ...rest } = declaration;
  return {
    status: 200,
    idempotency: "none",
    bodyLimitBytes: 1024 * 1024,
    ...rest,
    // Kind is "json" exactly where a declaration leaves it out.
    bodyKind: bodyKind ?? ("json" as Kind),
  };
}

export type ParamsOf<E extends Endpoint> = z.output<E["params"]>;
export type QueryOf<E extends Endpoint> = z.output<E["query"]>;
export type BodyOf<E extends Endpoint> = E["body"] extends z.ZodType ? z.output<E["body"]> : undefined;
export type ResponseOf<E extends Endpoint> = z.output<E["response"]>;
