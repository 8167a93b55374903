import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getRepository } from "@/lib/services/artifacts/get-repository.ts";

export const GET = endpoint(artifactEndpoints.getRepository, (input, ctx) => getRepository(ctx, input));
