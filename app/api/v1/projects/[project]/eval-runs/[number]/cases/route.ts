import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listEvalCases } from "@/lib/services/evals/list-eval-cases.ts";

export const GET = endpoint(evalEndpoints.listEvalCases, (input, ctx) => listEvalCases(ctx, input));
