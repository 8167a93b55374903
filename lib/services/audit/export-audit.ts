import type { auditEndpoints } from "../../contracts/audit.ts";
import type { ParamsOf } from "../../contracts/endpoint.ts";
import { exportAudit as query } from "../../db/queries/export-audit.ts";
import { transact } from "../../db/transact.ts";
import { digestOf } from "../../domain/digest.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof auditEndpoints.exportAudit;

/**
 * exportAudit hands the whole chain to an auditor as JSON lines. That somebody took it is an event itself, written
 * after the read, so it is the first event that the export does not have.
 */
export async function exportAudit(
  ctx: ServiceContext,
  input: { params: ParamsOf<Declaration> },
): Promise<string> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "audit:export", { projectId: project.id });
  const { text, count } = await query(ctx.db, project);
  await transact(ctx, async (_tx, audit) => {
    audit({
      chain: project.id,
      action: "audit.exported",
      resourceKind: "audit",
      resourceId: project.slug,
      after: { events: count, digest: digestOf(text) },
    });
  });
  return text;
}
