import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listRollouts } from "@/lib/services/rollouts/read-rollouts.ts";

export const GET = endpoint(rolloutEndpoints.listRollouts, (input, ctx) => listRollouts(ctx, input));
