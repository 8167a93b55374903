import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { promoteRolloutNow } from "@/lib/services/rollouts/advance-by-hand.ts";

export const POST = endpoint(rolloutEndpoints.promoteRolloutNow, (input, ctx) =>
  promoteRolloutNow(ctx, input),
);
