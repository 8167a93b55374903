import { releaseEndpoints } from "@/lib/contracts/releases.ts";
import { endpoint, Repeated } from "@/lib/server/endpoint.ts";
import { createRelease } from "@/lib/services/releases/create-release.ts";
import { listReleases } from "@/lib/services/releases/list-releases.ts";

export const GET = endpoint(releaseEndpoints.listReleases, (input, ctx) => listReleases(ctx, input));

export const POST = endpoint(releaseEndpoints.createRelease, async (input, ctx) => {
  const answer = await createRelease(ctx, input);
  return answer.created ? answer : new Repeated(answer);
});
