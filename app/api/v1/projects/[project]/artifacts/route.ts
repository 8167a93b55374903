import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listArtifacts } from "@/lib/services/artifacts/list-artifacts.ts";

export const GET = endpoint(artifactEndpoints.listArtifacts, (input, ctx) => listArtifacts(ctx, input));
