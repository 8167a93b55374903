import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { changeMemberRole } from "@/lib/services/access/change-member-role.ts";

export const POST = endpoint(accessEndpoints.changeMemberRole, ({ params, body }, ctx) => {
  const { action, ...grant } = body;
  return changeMemberRole(ctx, { ...params, action, grant });
});
