import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { downloadEvalFile } from "@/lib/services/evals/export-eval-run.ts";

/** Whatever was uploaded leaves as bytes to keep, never as a page to show. */
export const GET = endpoint(evalEndpoints.downloadEvalFile, async (input, ctx) => {
  const bytes = await downloadEvalFile(ctx, input);
  const name = `${input.params.project}-eval-run-${input.params.number}.txt`;
  return new Response(bytes, {
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
});
