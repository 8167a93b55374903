import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { addGroupGrant, listGroupGrants } from "@/lib/services/access/group-grants.ts";

export const GET = endpoint(accessEndpoints.listGroupGrants, async ({ params }, ctx) => ({
  items: await listGroupGrants(ctx, params.project),
}));
export const POST = endpoint(accessEndpoints.addGroupGrant, ({ params, body }, ctx) => {
  const { groupName, ...grant } = body;
  return addGroupGrant(ctx, { ...params, groupName, grant });
});
