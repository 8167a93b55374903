import { auditEndpoints } from "@/lib/contracts/audit.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listAudit } from "@/lib/services/audit/list-audit.ts";

export const GET = endpoint(auditEndpoints.listAudit, (input, ctx) => listAudit(ctx, input));
