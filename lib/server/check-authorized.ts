import type { Endpoint } from "../contracts/endpoint.ts";
import type { ServiceContext } from "../services/context.ts";

/**
 * checkAuthorized runs a handler and, outside production, fails it when no use case asked authorize() for the
 * permission that the endpoint declares: a forgotten check is found by the first test that calls the endpoint.
 */
export async function checkAuthorized<T>(
  declaration: Endpoint,
  ctx: ServiceContext,
  isChecked: boolean,
  run: (ctx: ServiceContext) => Promise<T>,
): Promise<T> {
  const { permission } = declaration;
  if (!isChecked) return run(ctx);
  const asked = new Set<string>();
  const result = await run({ ...ctx, onAuthorize: (name) => asked.add(name) });
  const isUnasked = permission === "public" || permission === "signed-in";
  if (isUnasked ? asked.size > 0 : !asked.has(permission)) {
    const names = [...asked].join(", ") || "nothing";
    throw new Error(`${declaration.operationId} declares ${permission}, but its services asked for ${names}`);
  }
  return result;
}
