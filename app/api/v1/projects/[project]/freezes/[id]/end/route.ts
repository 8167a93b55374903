import { freezeEndpoints } from "@/lib/contracts/freezes.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { endFreeze } from "@/lib/services/freezes/end-freeze.ts";

export const POST = endpoint(freezeEndpoints.endFreeze, (input, ctx) => endFreeze(ctx, input));
