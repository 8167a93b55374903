import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { removeGroupGrant } from "@/lib/services/access/group-grants.ts";

export const DELETE = endpoint(accessEndpoints.removeGroupGrant, async ({ params }, ctx) => {
  await removeGroupGrant(ctx, params);
  return { removed: true as const };
});
