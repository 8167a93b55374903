import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { inviteLink } from "@/lib/server/links.ts";
import { createInvite } from "@/lib/services/access/create-invite.ts";
import { listInvites } from "@/lib/services/access/list-invites.ts";

export const GET = endpoint(accessEndpoints.listInvites, ({ params }, ctx) =>
  listInvites(ctx, params.project),
);

export const POST = endpoint(accessEndpoints.createInvite, async ({ params, body }, ctx) => {
  const { email = null, grants } = body;
  const { id, token, expiresAt } = await createInvite(ctx, { project: params.project, email, grants });
  return { id, link: inviteLink(token), expiresAt: expiresAt.toISOString() };
});
