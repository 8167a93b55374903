import { auditEndpoints } from "@/lib/contracts/audit.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { exportAudit } from "@/lib/services/audit/export-audit.ts";

export const GET = endpoint(auditEndpoints.exportAudit, async (input, ctx) => {
  const lines = await exportAudit(ctx, input);
  const day = ctx.now().toISOString().slice(0, 10);
  const name = `tupelo-audit-${input.params.project}-${day}.jsonl`;
  return new Response(lines, {
    headers: {
      "Content-Type": "application/x-ndjson; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
});
