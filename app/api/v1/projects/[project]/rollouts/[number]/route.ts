import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getRollout } from "@/lib/services/rollouts/read-rollouts.ts";

export const GET = endpoint(rolloutEndpoints.getRollout, (input, ctx) => getRollout(ctx, input));
