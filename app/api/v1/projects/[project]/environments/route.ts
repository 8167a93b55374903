import { environmentEndpoints } from "@/lib/contracts/environments.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listEnvironments } from "@/lib/services/environments/read-environments.ts";

export const GET = endpoint(environmentEndpoints.listEnvironments, (input, ctx) =>
  listEnvironments(ctx, input),
);
