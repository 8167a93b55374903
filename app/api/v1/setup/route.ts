import { sessionEndpoints } from "@/lib/contracts/session.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { peerAddress } from "@/lib/server/peer-address.ts";
import { setUp } from "@/lib/services/access/set-up.ts";

export const POST = endpoint(sessionEndpoints.setUp, ({ body, request }, ctx) =>
  setUp(ctx, { ...body, address: peerAddress(request) }),
);
