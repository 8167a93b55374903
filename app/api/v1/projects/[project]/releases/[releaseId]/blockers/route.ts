import { releaseEndpoints } from "@/lib/contracts/releases.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listBlockers } from "@/lib/services/promotions/read-promotions.ts";

export const GET = endpoint(releaseEndpoints.listBlockers, (input, ctx) => listBlockers(ctx, input));
