import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { routeMethods } from "@/lib/server/route-methods.ts";
import { createApiKey } from "@/lib/services/access/create-api-key.ts";
import { listApiKeys } from "@/lib/services/access/list-api-keys.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = routeMethods({
  GET: endpoint(accessEndpoints.listApiKeys, async ({ params }, ctx) => ({
    items: await listApiKeys(ctx, params.project),
  })),
  POST: endpoint(accessEndpoints.createApiKey, ({ params, body }, ctx) =>
    createApiKey(ctx, { ...params, ...body, environment: body.environment ?? null }),
  ),
});
