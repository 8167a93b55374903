import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { endpoint, Repeated } from "@/lib/server/endpoint.ts";
import { listEvalRuns } from "@/lib/services/evals/list-eval-runs.ts";
import { uploadEvalRun } from "@/lib/services/evals/upload-eval-run.ts";

export const GET = endpoint(evalEndpoints.listEvalRuns, (input, ctx) => listEvalRuns(ctx, input));

export const POST = endpoint(evalEndpoints.uploadEvalRun, async (input, ctx) => {
  const answer = await uploadEvalRun(ctx, { ...input, body: input.bytes });
  return answer.created ? answer : new Repeated(answer);
});
