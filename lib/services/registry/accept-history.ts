import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { historyEndpoints } from "../../contracts/history.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Accept = typeof historyEndpoints.acceptHistory;

/** acceptHistory is an admin's word, with a reason, that main's rewritten history is meant: merging goes on. */
export async function acceptHistory(
  ctx: ServiceContext,
  input: { params: ParamsOf<Accept>; body: BodyOf<Accept> },
): Promise<ResponseOf<Accept>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "history:accept", { projectId: project.id });
  const { rewriteId, reason } = input.body;
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    const row = await tx.historyRewrite.findFirst({ where: { projectId: project.id, id: rewriteId } });
    if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
    if (row.acceptedAt !== null) throw new AppError("no-op", "This history is accepted already.");
    const { count } = await tx.historyRewrite.updateMany({
      where: { id: row.id, acceptedAt: null },
      data: {
        acceptedAt: now,
        acceptedBy: principalRef(ctx.principal),
        acceptedByName: ctx.principal.name,
        reason,
      },
    });
    expectOne(count, "history");
    audit({
      chain: project.id,
      action: "repository.history_accepted",
      resourceKind: "repository",
      resourceId: project.id,
      before: { head: row.fromCommit },
      after: { head: row.toCommit },
      reason,
    });
    return { rewriteId, acceptedAt: now.toISOString() };
  });
}
