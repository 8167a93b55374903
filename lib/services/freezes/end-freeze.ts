import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { freezeEndpoints } from "../../contracts/freezes.ts";
import { toFreezeRow } from "../../db/queries/list-freezes.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { refuseEndFreeze } from "../../domain/promotions/freeze.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";

type End = typeof freezeEndpoints.endFreeze;

/** endFreeze ends a freeze before its time; what waited for it is merged at its next try. */
export async function endFreeze(
  ctx: ServiceContext,
  input: { params: ParamsOf<End> },
): Promise<ResponseOf<End>> {
  const project = await resolveProject(ctx, input.params.project);
  const { id } = input.params;
  const found = await ctx.db.freezeWindow.findFirst({ where: { id, projectId: project.id } });
  const environment = found?.environment ?? "";
  authorize(ctx, "environment:freeze", { projectId: project.id, environment });
  if (found === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    throwRefusal(refuseEndFreeze(await tx.freezeWindow.findUniqueOrThrow({ where: { id } }), now));
    const ended = { endedAt: now, endedBy: principalRef(ctx.principal), endedByName: ctx.principal.name };
    const { count } = await tx.freezeWindow.updateMany({ where: { id, endedAt: null }, data: ended });
    expectOne(count, "freeze");
    audit({
      chain: project.id,
      action: "environment.freeze_ended",
      resourceKind: "environment",
      resourceId: environment,
      environment,
      before: { freeze: id, endsAt: found.endsAt.toISOString() },
      after: { freeze: id, endsAt: now.toISOString() },
    });
    return toFreezeRow({ ...found, ...ended }, now);
  });
}
