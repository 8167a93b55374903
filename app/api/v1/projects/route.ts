import { projectEndpoints } from "@/lib/contracts/projects.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { addProject } from "@/lib/services/projects/add-project.ts";
import { listProjects } from "@/lib/services/projects/list-projects.ts";

export const GET = endpoint(projectEndpoints.listProjects, (_input, ctx) => listProjects(ctx));
export const POST = endpoint(projectEndpoints.createProject, ({ body }, ctx) =>
  addProject(ctx, requireAccount(ctx), body),
);
