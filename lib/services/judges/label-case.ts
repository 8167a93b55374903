import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { judgeEndpoints } from "../../contracts/judges.ts";
import { findJudgeVersion } from "../../db/queries/get-judge.ts";
import { findJudgedCase } from "../../db/queries/get-judge-cases.ts";
import { appendJudgeLabel } from "../../db/repositories/judge-records.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof judgeEndpoints.labelCase;
type Input = { params: ParamsOf<Declaration>; body: BodyOf<Declaration> };

/** labelCase keeps a person's word about a judged answer, and only then tells what the judge said. */
export async function labelCase(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "judge:label", { projectId: project.id });
  const { name, version } = input.params;
  const { runNumber, position, passed, comment } = input.body;
  return transact(ctx, async (tx, audit) => {
    const judge = await findJudgeVersion(tx, project.id, { name, version });
    const place = { projectId: project.id, judgeVersionId: judge.id, runNumber, position };
    const judged = await findJudgedCase(tx, place);
    if (judged === null) throw new AppError("not-found", "This version of the judge gave no such verdict.");
    await appendJudgeLabel(tx, {
      projectId: project.id,
      judgeVersionId: judge.id,
      ...{ runId: judged.runId, position, passed, comment },
      labelledBy: principalRef(ctx.principal),
      labelledByName: ctx.principal.name,
      createdAt: ctx.now(),
    });
    audit({
      chain: project.id,
      action: "judge.case_labelled",
      resourceKind: "judge",
      resourceId: refOf(judge),
      after: { run: runNumber, caseId: judged.caseId.slice(0, 300), passed },
    });
    return { judgePassed: judged.passed, judgeReason: judged.reason, agrees: judged.passed === passed };
  });
}
