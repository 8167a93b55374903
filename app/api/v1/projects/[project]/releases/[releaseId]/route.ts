import { releaseEndpoints } from "@/lib/contracts/releases.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getRelease } from "@/lib/services/releases/get-release.ts";

export const GET = endpoint(releaseEndpoints.getRelease, (input, ctx) => getRelease(ctx, input));
