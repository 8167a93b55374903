import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { freezeEndpoints } from "../../contracts/freezes.ts";
import { createId } from "../../db/create-id.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { toFreezeRow } from "../../db/queries/list-freezes.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { refuseFreeze } from "../../domain/promotions/freeze.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";

type Plan = typeof freezeEndpoints.planFreeze;

/** planFreeze keeps merges out of an environment for a while. Proposals, reviews and every way back go on. */
export async function planFreeze(
  ctx: ServiceContext,
  input: { params: ParamsOf<Plan>; body: BodyOf<Plan> },
): Promise<ResponseOf<Plan>> {
  const project = await resolveProject(ctx, input.params.project);
  const { environment } = input.params;
  authorize(ctx, "environment:freeze", { projectId: project.id, environment });
  await loadEnvironmentFacts(ctx.db, project.id, environment);
  const now = ctx.now();
  const { reason } = input.body;
  const times = { startsAt: new Date(input.body.startsAt), endsAt: new Date(input.body.endsAt) };
  throwRefusal(refuseFreeze(times, now));
  return transact(ctx, async (tx, audit) => {
    const row = await tx.freezeWindow.create({
      data: {
        ...times,
        id: createId("frz", now),
        projectId: project.id,
        environment,
        reason,
        createdBy: principalRef(ctx.principal),
        createdByName: ctx.principal.name,
        createdAt: now,
      },
    });
    audit({
      chain: project.id,
      action: "environment.freeze_planned",
      resourceKind: "environment",
      resourceId: environment,
      environment,
      after: { freeze: row.id, startsAt: input.body.startsAt, endsAt: input.body.endsAt },
      reason,
    });
    return toFreezeRow(row, now);
  });
}
