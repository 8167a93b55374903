import { environmentEndpoints } from "@/lib/contracts/environments.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { endCooldown } from "@/lib/services/environments/end-cooldown.ts";

export const POST = endpoint(environmentEndpoints.endCooldown, (input, ctx) => endCooldown(ctx, input));
