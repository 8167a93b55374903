import { projectEndpoints } from "@/lib/contracts/projects.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { changeProjectSettings, getProjectSettings } from "@/lib/services/projects/project-settings.ts";

export const GET = endpoint(projectEndpoints.getProjectSettings, (input, ctx) =>
  getProjectSettings(ctx, input),
);
export const PUT = endpoint(projectEndpoints.changeProjectSettings, (input, ctx) =>
  changeProjectSettings(ctx, input),
);
