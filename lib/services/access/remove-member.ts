import { lockProject } from "../../db/repositories/lock-project.ts";
import { deleteMemberships, listAdmins } from "../../db/repositories/members.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

/** removeMember takes all roles of an account in a project away; the last admin stays. */
export async function removeMember(
  ctx: ServiceContext,
  input: { project: string; accountId: string },
): Promise<void> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "member:manage", { projectId: project.id });
  await transact(ctx, async (tx, audit) => {
    await lockProject(tx, project.id);
    const admins = await listAdmins(tx, project.id);
    if (admins.length === 1 && admins[0] === input.accountId) {
      throw new AppError("wrong-state", "This is the last admin; make somebody else admin first.");
    }
    const roles = await deleteMemberships(tx, project.id, input.accountId);
    if (roles.length === 0) throw new AppError("not-found", "This person is not a member of the project.");
    audit({
      chain: project.id,
      action: "member.removed",
      resourceKind: "account",
      resourceId: input.accountId,
      before: { roles },
    });
  });
}
