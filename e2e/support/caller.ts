import { randomUUID } from "node:crypto";
import { type APIRequestContext, type APIResponse, request } from "@playwright/test";
import type { z } from "zod";
import { addressOf } from "../../lib/client/call-endpoint.ts";
import type { Endpoint, ResponseOf } from "../../lib/contracts/endpoint.ts";
import type { Role } from "../../lib/domain/access/roles.ts";
import type { Account, Product } from "./start-product.ts";

export type Input<E extends Endpoint> = {
  params?: z.input<E["params"]>;
  query?: z.input<E["query"]>;
  body?: E["body"] extends z.ZodType ? z.input<E["body"]> | Buffer : undefined;
};

/** Somebody, or something, that calls the API. */
export type Caller = {
  /** Sends one request and returns whatever was answered. */
  send: <E extends Endpoint>(declaration: E, input: Input<E>) => Promise<APIResponse>;
  /** Sends one request and returns its checked answer; any refusal fails the journey. */
  call: <E extends Endpoint>(declaration: E, input: Input<E>) => Promise<ResponseOf<E>>;
};

/** callerOf makes a caller of a request context: of a signed-in page, or of a key. */
export function callerOf(context: APIRequestContext, origin: string): Caller {
  const send = <E extends Endpoint>(declaration: E, { params, query, body }: Input<E>) =>
    context.fetch(`${origin}${addressOf(declaration, params, query)}`, {
      method: declaration.method,
      headers: { Origin: origin, "Idempotency-Key": randomUUID() },
      ...(body === undefined ? {} : { data: body }),
    });
  return {
    send,
    call: async <E extends Endpoint>(declaration: E, input: Input<E>): Promise<ResponseOf<E>> => {
      const response = await send(declaration, input);
      if (!response.ok()) {
        throw new Error(`${declaration.operationId} answered ${response.status()}: ${await response.text()}`);
      }
      const answer = declaration.response.parse(await response.json());
      return answer as ResponseOf<E>;
    },
  };
}

/** callWithKey calls the API as an API key of the project. */
export async function callWithKey(product: Product, key: string): Promise<Caller> {
  const context = await request.newContext({ extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  return callerOf(context, product.url);
}

/** callAs calls the API with the session of somebody who holds the role. */
export function callAs(product: Product, role: Role): Promise<Caller> {
  return callAsAccount(product, product.account(role));
}

async function callAsAccount(product: Product, { email, password }: Pick<Account, "email" | "password">) {
  const headers = { Origin: product.url };
  const context = await request.newContext({ baseURL: product.url });
  const { csrfToken } = await (await context.get("/api/auth/csrf")).json();
  const form = { email, password, csrfToken, json: "true" };
  const response = await context.post("/api/auth/callback/credentials", { headers, form });
  if (!response.ok()) throw new Error(`${email} could not sign in: ${await response.text()}`);
  return callerOf(context, product.url);
}
