import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getEvalCase } from "@/lib/services/evals/list-eval-cases.ts";

export const GET = endpoint(evalEndpoints.getEvalCase, (input, ctx) => getEvalCase(ctx, input));
