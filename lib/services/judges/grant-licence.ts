import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { judgeEndpoints } from "../../contracts/judges.ts";
import { findJudgeVersion, judgeAuthorIds, licenceOf, toResponse } from "../../db/queries/get-judge.ts";
import { appendJudgeLicence } from "../../db/repositories/judge-records.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { refuseLicence } from "../../domain/judges/licence.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";

type Declaration = typeof judgeEndpoints.grantLicence;
type Input = { params: ParamsOf<Declaration>; body: BodyOf<Declaration> };

/** grantLicence lets a judge's version trigger more or less: by a reviewer who did not write it, up to what its labels earn. */
export async function grantLicence(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "judge:license", { projectId: project.id });
  const { name, version } = input.params;
  const { level, reason } = input.body;
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    const judge = await findJudgeVersion(tx, project.id, { name, version });
    const before = await licenceOf(tx, project.id, judge.id, now);
    const isAuthor = (await judgeAuthorIds(tx, judge.id)).has(ctx.principal.id);
    throwRefusal(refuseLicence({ level, calibration: before.calibration, isAuthor, now }));
    await appendJudgeLicence(tx, {
      projectId: project.id,
      judgeVersionId: judge.id,
      ...{ level, reason },
      grantedBy: principalRef(ctx.principal),
      grantedByName: ctx.principal.name,
      createdAt: now,
    });
    audit({
      chain: project.id,
      action: "judge.licence_granted",
      resourceKind: "judge",
      resourceId: refOf(judge),
      before: { level: before.granted },
      after: { level, labels: before.calibration.n },
      reason,
    });
    return toResponse(await licenceOf(tx, project.id, judge.id, now));
  });
}
