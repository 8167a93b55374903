import { projectEndpoints } from "@/lib/contracts/projects.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listProjects } from "@/lib/services/projects/list-projects.ts";

export const GET = endpoint(projectEndpoints.listProjects, (_input, ctx) => listProjects(ctx));
