import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { peerAddress } from "@/lib/server/peer-address.ts";
import { acceptInvite } from "@/lib/services/access/accept-invite.ts";

export const POST = endpoint(accessEndpoints.acceptInvite, ({ body, request }, ctx) =>
  acceptInvite(ctx, { ...body, address: peerAddress(request) }),
);
