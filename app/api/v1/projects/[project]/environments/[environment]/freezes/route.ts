import { freezeEndpoints } from "@/lib/contracts/freezes.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { planFreeze } from "@/lib/services/freezes/plan-freeze.ts";
import { listFreezes } from "@/lib/services/freezes/read-freezes.ts";

export const GET = endpoint(freezeEndpoints.listFreezes, (input, ctx) => listFreezes(ctx, input));
export const POST = endpoint(freezeEndpoints.planFreeze, (input, ctx) => planFreeze(ctx, input));
