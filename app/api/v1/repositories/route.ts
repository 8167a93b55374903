import { projectEndpoints } from "@/lib/contracts/projects.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listRepositories } from "@/lib/services/projects/list-repositories.ts";

export const GET = endpoint(projectEndpoints.listRepositories, (_input, ctx) =>
  listRepositories(ctx, getRuntime().env.opsRepoDir),
);
