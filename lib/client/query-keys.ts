import type { Endpoint } from "../contracts/endpoint.ts";

/** queryKey names an endpoint's answer in the cache: the operation, then what it was asked with. */
export function queryKey(
  declaration: Endpoint,
  input: { params?: unknown; query?: unknown } = {},
): readonly [string, unknown, unknown] {
  return [declaration.operationId, input.params ?? {}, input.query ?? {}];
}

/** operationKey names all answers of an endpoint, whatever it was asked with: for invalidating them together. */
export function operationKey(declaration: Endpoint): readonly [string] {
  return [declaration.operationId];
}
