import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listArtifactVersions } from "@/lib/services/artifacts/list-artifact-versions.ts";

export const GET = endpoint(artifactEndpoints.listArtifactVersions, (input, ctx) =>
  listArtifactVersions(ctx, input),
);
