import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { pauseRollout } from "@/lib/services/rollouts/pause-rollout.ts";

export const POST = endpoint(rolloutEndpoints.pauseRollout, (input, ctx) => pauseRollout(ctx, input));
