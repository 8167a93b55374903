import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listDecisions } from "@/lib/services/rollouts/read-rollouts.ts";

export const GET = endpoint(rolloutEndpoints.listDecisions, (input, ctx) => listDecisions(ctx, input));
