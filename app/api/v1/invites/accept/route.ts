import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { peerAddress } from "@/lib/server/peer-address.ts";
import { routeMethods } from "@/lib/server/route-methods.ts";
import { acceptInvite } from "@/lib/services/access/accept-invite.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = routeMethods({
  POST: endpoint(accessEndpoints.acceptInvite, ({ body, request }, ctx) =>
    acceptInvite(ctx, { ...body, address: peerAddress(request) }),
  ),
});
