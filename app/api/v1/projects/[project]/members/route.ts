import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listMembers } from "@/lib/services/access/list-members.ts";

export const GET = endpoint(accessEndpoints.listMembers, async ({ params }, ctx) => ({
  items: await listMembers(ctx, params.project),
}));
