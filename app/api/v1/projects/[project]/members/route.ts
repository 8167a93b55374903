import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { routeMethods } from "@/lib/server/route-methods.ts";
import { listMembers } from "@/lib/services/access/list-members.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = routeMethods({
  GET: endpoint(accessEndpoints.listMembers, async ({ params }, ctx) => ({
    items: await listMembers(ctx, params.project),
  })),
});
