import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { advanceRolloutByHand } from "@/lib/services/rollouts/advance-by-hand.ts";

export const POST = endpoint(rolloutEndpoints.advanceRolloutByHand, (input, ctx) =>
  advanceRolloutByHand(ctx, input),
);
