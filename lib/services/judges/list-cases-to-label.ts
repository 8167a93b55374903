import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { judgeEndpoints } from "../../contracts/judges.ts";
import { findJudgeVersion } from "../../db/queries/get-judge.ts";
import { listCasesToLabel as query } from "../../db/queries/get-judge-cases.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof judgeEndpoints.listCasesToLabel;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** listCasesToLabel offers judged answers that the caller has not labelled, without what the judge said of them. */
export async function listCasesToLabel(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "judge:label", { projectId: project.id });
  const { name, version } = input.params;
  const judge = await findJudgeVersion(ctx.db, project.id, { name, version });
  return query(ctx.db, {
    projectId: project.id,
    judgeVersionId: judge.id,
    labelledBy: principalRef(ctx.principal),
    limit: input.query.limit,
  });
}
