import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { abortRollout } from "@/lib/services/rollouts/abort-rollout.ts";

export const POST = endpoint(rolloutEndpoints.abortRollout, (input, ctx) => abortRollout(ctx, input));
