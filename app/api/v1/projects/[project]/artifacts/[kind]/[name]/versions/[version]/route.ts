import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getArtifactVersion } from "@/lib/services/artifacts/get-artifact-version.ts";

export const GET = endpoint(artifactEndpoints.getArtifactVersion, (input, ctx) =>
  getArtifactVersion(ctx, input),
);
