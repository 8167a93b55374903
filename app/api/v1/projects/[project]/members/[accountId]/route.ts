import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { removeMember } from "@/lib/services/access/remove-member.ts";

export const DELETE = endpoint(accessEndpoints.removeMember, async ({ params }, ctx) => {
  await removeMember(ctx, params);
  return { removed: true as const };
});
