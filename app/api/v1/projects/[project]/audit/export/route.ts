import { auditEndpoints } from "@/lib/contracts/audit.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { exportAudit } from "@/lib/services/audit/export-audit.ts";

const TYPES = { jsonl: "application/x-ndjson; charset=utf-8", csv: "text/csv; charset=utf-8" } as const;

export const GET = endpoint(auditEndpoints.exportAudit, async (input, ctx) => {
  const { stream, digest, filter, format } = await exportAudit(ctx, input);
  const day = ctx.now().toISOString().slice(0, 10);
  const name = `tupelo-audit-${input.params.project}-${day}${filter === null ? "" : "-filtered"}.${format}`;
  const bytes = Buffer.from(digest.slice("sha256:".length), "hex");
  return new Response(stream, {
    headers: {
      "Content-Type": TYPES[format],
      "Content-Disposition": `attachment; filename="${name}"`,
      // RFC 9530: of the whole file, as the event `audit.exported` has it.
      "Repr-Digest": `sha-256=:${bytes.toString("base64")}:`,
    },
  });
});
