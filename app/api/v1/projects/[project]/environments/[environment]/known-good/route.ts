import { environmentEndpoints } from "@/lib/contracts/environments.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { markKnownGood } from "@/lib/services/environments/mark-known-good.ts";

export const POST = endpoint(environmentEndpoints.markKnownGood, (input, ctx) => markKnownGood(ctx, input));
