import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { exportEvalCases } from "@/lib/services/evals/export-eval-run.ts";

export const GET = endpoint(evalEndpoints.exportEvalCases, async (input, ctx) => {
  const lines = await exportEvalCases(ctx, input);
  const name = `${input.params.project}-eval-run-${input.params.number}-cases.csv`;
  return new Response(lines, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
});
