import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { revokeInvite } from "@/lib/services/access/revoke-invite.ts";

export const DELETE = endpoint(accessEndpoints.revokeInvite, async ({ params }, ctx) => {
  await revokeInvite(ctx, params);
  return { revoked: true } as const;
});
