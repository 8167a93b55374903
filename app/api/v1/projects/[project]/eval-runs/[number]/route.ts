import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getEvalRun } from "@/lib/services/evals/get-eval-run.ts";

export const GET = endpoint(evalEndpoints.getEvalRun, (input, ctx) => getEvalRun(ctx, input));
