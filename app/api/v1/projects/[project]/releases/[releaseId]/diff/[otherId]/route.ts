import { releaseEndpoints } from "@/lib/contracts/releases.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { diffReleases } from "@/lib/services/releases/diff-releases.ts";

export const GET = endpoint(releaseEndpoints.diffReleases, (input, ctx) => diffReleases(ctx, input));
