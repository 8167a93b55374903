import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { judgeEndpoints } from "../../contracts/judges.ts";
import { getJudge as query } from "../../db/queries/get-judge.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof judgeEndpoints.getJudge;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** getJudge shows a member one judge's version: what it may trigger, and the labels that this rests on. */
export async function getJudge(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { name } = input.params;
  const reader = { accountId: ctx.principal.id, now: ctx.now() };
  return query(ctx.db, project, { name, version: input.query.version, ...reader });
}
