import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getArtifact } from "@/lib/services/artifacts/get-artifact.ts";

export const GET = endpoint(artifactEndpoints.getArtifact, (input, ctx) => getArtifact(ctx, input));
