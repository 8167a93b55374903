import type { z } from "zod";
import type { Permission } from "../domain/access/permissions.ts";
import type { ProblemCode } from "../domain/errors.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What an endpoint promises: one object drives the route, the client, OpenAPI and the tests. */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
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
  body: Body | null;
  response: Response;
  /** The status of success; a function of the answer where there are two (201 new, 200 the same again). */
  status: number | { created: number; repeated: number };
  /** Whether `Idempotency-Key` is required, taken when sent, or meaningless. */
  idempotency: "required" | "optional" | "none";
  /** Largest body in bytes; 1 MiB unless told. `raw` endpoints get the bytes as they came. */
  bodyLimitBytes: number;
  bodyKind: "json" | "raw";
  errors: readonly ProblemCode[];
};

type Optional = "query" | "body" | "status" | "idempotency" | "bodyLimitBytes" | "bodyKind" | "params";

/** defineEndpoint declares one endpoint; the permission is required, so that no route can forget it. */
export function defineEndpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(
  declaration: Omit<Endpoint<Params, Query, Body, Response>, Optional> &
    Partial<Pick<Endpoint<Params, Query, Body, Response>, Optional>> & {
      params: Params;
      query: Query;
      body: Body | null;
    },
): Endpoint<Params, Query, Body, Response> {
  return {
    status: 200,
    idempotency: "none",
    bodyLimitBytes: 1024 * 1024,
    bodyKind: "json",
    ...declaration,
  };
}

export type ParamsOf<E extends Endpoint> = z.output<E["params"]>;
export type QueryOf<E extends Endpoint> = z.output<E["query"]>;
export type BodyOf<E extends Endpoint> = z.output<NonNullable<E["body"]>>;
export type ResponseOf<E extends Endpoint> = z.output<E["response"]>;
