import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { revokeApiKey } from "@/lib/services/access/revoke-api-key.ts";

export const DELETE = endpoint(accessEndpoints.revokeApiKey, async ({ params }, ctx) => {
  await revokeApiKey(ctx, params);
  return { revoked: true as const };
});
