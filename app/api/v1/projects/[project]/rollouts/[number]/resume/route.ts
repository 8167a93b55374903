import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { resumeRollout } from "@/lib/services/rollouts/pause-rollout.ts";

export const POST = endpoint(rolloutEndpoints.resumeRollout, (input, ctx) => resumeRollout(ctx, input));
