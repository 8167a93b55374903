import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { createApiKey } from "@/lib/services/access/create-api-key.ts";
import { listApiKeys } from "@/lib/services/access/list-api-keys.ts";

export const GET = endpoint(accessEndpoints.listApiKeys, async ({ params }, ctx) => ({
  items: await listApiKeys(ctx, params.project),
}));
export const POST = endpoint(accessEndpoints.createApiKey, ({ params, body }, ctx) =>
  createApiKey(ctx, { ...params, ...body, environment: body.environment ?? null }),
);
