import type { z } from "zod";
import type { Endpoint, ResponseOf } from "../contracts/endpoint.ts";
import { madeHere, problemFrom, unreachable } from "./problem-error.ts";

export type CallInput<E extends Endpoint> = {
  signal?: AbortSignal;
  /** Made anew for each call unless given: give the same one to repeat a call that got no answer. */
  idempotencyKey?: string;
} & Part<"params", z.input<E["params"]>> &
  Part<"query", z.input<E["query"]>> &
  (E["body"] extends z.ZodType ? { body: z.input<E["body"]> } : { body?: undefined });

/** A part of the call that must be given only where the declaration has required names in it. */
type Part<Name extends string, Value> =
  Record<string, never> extends Value ? { [K in Name]?: Value } : { [K in Name]: Value };

/**
 * callEndpoint calls an endpoint by its declaration and returns its checked answer.
 * Throws ProblemError for every refusal, also where the server could not be reached.
 */
export async function callEndpoint<E extends Endpoint>(
  declaration: E,
  input: CallInput<E>,
): Promise<ResponseOf<E>> {
  const { params, query, body, idempotencyKey, signal } = input;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined && declaration.bodyKind === "json") headers["Content-Type"] = "application/json";
  if (declaration.idempotency !== "none") headers["Idempotency-Key"] = idempotencyKey ?? crypto.randomUUID();
  const response = await send(addressOf(declaration, params, query), {
    method: declaration.method,
    headers,
    body: toBody(declaration, body),
    credentials: "same-origin",
    cache: "no-store",
    signal,
  });
  if (!response.ok) throw await problemFrom(response);
  return readAnswer(declaration, response);
}

/** addressOf fills a declaration's path with parameters and adds the query. */
export function addressOf(declaration: Endpoint, params: unknown, query: unknown): string {
  const values = entriesOf(params);
  const path = declaration.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values.get(name) ?? ""),
  );
  const search = new URLSearchParams([...entriesOf(query)]).toString();
  return search === "" ? path : `${path}?${search}`;
}

function entriesOf(value: unknown): Map<string, string> {
  const given = Object.entries(value ?? {}).filter(([, item]) => item !== undefined && item !== null);
  return new Map(given.map(([name, item]) => [name, String(item)]));
}

function toBody(declaration: Endpoint, body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  if (declaration.bodyKind === "json") return JSON.stringify(body);
  if (typeof body === "string" || body instanceof Blob || body instanceof ArrayBuffer) return body;
  throw new TypeError(`${declaration.operationId} takes bytes: a text, a Blob or an ArrayBuffer`);
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
}

async function readAnswer<E extends Endpoint>(declaration: E, response: Response): Promise<ResponseOf<E>> {
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  const parsed = declaration.response.safeParse(answer);
  if (parsed.success) return parsed.data as ResponseOf<E>;
  throw madeHere(
    "internal",
    response.status,
    "The server gave an answer that this page does not understand; reload it.",
  );
}
