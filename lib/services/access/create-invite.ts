import { insertInvite } from "../../db/repositories/invites.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { checkGrants } from "./check-grants.ts";
import { describeGrants } from "./create-account.ts";
import { createSecret, hashSecret } from "./secrets.ts";

const LIFETIME_MS = 7 * 24 * 3_600_000;

/** createInvite makes a one-time link to a project; the token is returned here and nowhere kept. It lives 7 days. */
export async function createInvite(
  ctx: ServiceContext,
  input: { project: string; email: string | null; grants: readonly RoleGrant[] },
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "member:manage", { projectId: project.id });
  await checkGrants(ctx, project.id, input.grants);
  const token = createSecret();
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + LIFETIME_MS);
  const invite = await transact(ctx, async (tx, audit) => {
    const created = await insertInvite(tx, {
      tokenHash: hashSecret(token),
      kind: "member",
      projectId: project.id,
      email: input.email,
      grants: input.grants,
      createdBy: principalRef(ctx.principal),
      expiresAt,
      now,
    });
    audit({
      chain: project.id,
      action: "invite.created",
      resourceKind: "invite",
      resourceId: created.id,
      after: { email: input.email, roles: describeGrants(input.grants) },
    });
    return created;
  });
  return { id: invite.id, token, expiresAt };
}
