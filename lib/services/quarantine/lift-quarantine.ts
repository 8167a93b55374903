import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { quarantineEndpoints } from "../../contracts/environments.ts";
import { releaseAuthorIds } from "../../db/queries/release-authors.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Lift = typeof quarantineEndpoints.liftQuarantine;

/** liftQuarantine lets a release be proposed again: a reviewer who wrote none of it, with a reason. */
export async function liftQuarantine(
  ctx: ServiceContext,
  input: { params: ParamsOf<Lift>; body: BodyOf<Lift> },
): Promise<ResponseOf<Lift>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "quarantine:lift", { projectId: project.id });
  const { releaseId } = input.params;
  return transact(ctx, async (tx, audit) => {
    const open = await tx.quarantine.findFirst({
      where: { projectId: project.id, releaseId, liftedAt: null },
    });
    if (open === null) throw new AppError("not-found", "This release is not quarantined.");
    // It holds in the whole project; where it was taken back is where somebody knows whether that is over.
    authorize(ctx, "quarantine:lift", { projectId: project.id, environment: open.environment });
    if ((await releaseAuthorIds(tx, project.id, releaseId)).has(ctx.principal.id)) {
      throw new AppError(
        "self-approval",
        "You wrote a part of this release: someone else has to lift its quarantine.",
      );
    }
    const { count } = await tx.quarantine.updateMany({
      where: { id: open.id, liftedAt: null },
      data: {
        liftedAt: ctx.now(),
        liftedBy: principalRef(ctx.principal),
        liftedByName: ctx.principal.name,
        liftReason: input.body.reason,
      },
    });
    expectOne(count, "quarantine");
    audit({
      chain: project.id,
      action: "release.quarantine_lifted",
      resourceKind: "release",
      resourceId: releaseId,
      releaseId,
      before: { quarantined: true },
      after: { quarantined: false },
      reason: input.body.reason,
    });
    return { releaseId };
  });
}
