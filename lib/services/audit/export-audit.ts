import type { auditEndpoints } from "../../contracts/audit.ts";
import type { ParamsOf, QueryOf } from "../../contracts/endpoint.ts";
import { transact } from "../../db/transact.ts";
import { type AuditFilter, givenFilter } from "../../domain/audit/audit-filter.ts";
import type { ExportHeader } from "../../domain/audit/export-lines.ts";
import { GENESIS } from "../../domain/audit/verify-chain.ts";
import { startDigest } from "../../domain/digest.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { type AuditExportFormat, auditExportChunks, type ExportChunk } from "./audit-export-chunks.ts";

type Declaration = typeof auditEndpoints.exportAudit;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** A file on its way, with the digest that it will have. */
export type AuditExport = {
  stream: ReadableStream<Uint8Array>;
  digest: string;
  filter: AuditFilter | null;
  format: AuditExportFormat;
};

/**
 * exportAudit hands a chain, or the events of a filter, to an auditor. That somebody took it is an event itself, with
 * the file's digest, written before the first byte leaves; it is the first event that the export does not have. So
 * the events are read twice, and never all at once.
 */
export async function exportAudit(ctx: ServiceContext, input: Input): Promise<AuditExport> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "audit:export", { projectId: project.id });
  const { format } = input.query;
  const filter = givenFilter(input.query);
  const { seq, hash } = (await ctx.db.auditHead.findUnique({ where: { chain: project.id } })) ?? GENESIS;
  const header: ExportHeader = {
    ...{ chain: project.id, project: project.slug, exportedAt: ctx.now().toISOString() },
    ...{ filter, through: { seq, hash } },
  };
  const { digest, events } = await measure(auditExportChunks(ctx.db, header, format));
  await transact(ctx, async (_tx, audit) => {
    audit({
      ...{ chain: project.id, action: "audit.exported", resourceKind: "audit", resourceId: project.slug },
      after: { format, filter: { ...filter }, events, through: seq, digest },
    });
  });
  return { stream: streamOf(auditExportChunks(ctx.db, header, format), digest), digest, filter, format };
}

async function measure(chunks: AsyncGenerator<ExportChunk>): Promise<{ digest: string; events: number }> {
  const file = startDigest();
  let count = 0;
  for await (const { text, events } of chunks) {
    file.add(text);
    count += events;
  }
  return { digest: file.digest(), events: count };
}

/** Ends with an error, not with a whole file, where an event was changed between the two readings. */
function streamOf(chunks: AsyncGenerator<ExportChunk>, digest: string): ReadableStream<Uint8Array> {
  const file = startDigest();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const chunk = await chunks.next();
      if (!chunk.done) {
        file.add(chunk.value.text);
        controller.enqueue(encoder.encode(chunk.value.text));
      } else if (file.digest() === digest) controller.close();
      else controller.error(new Error("the audit log changed while it was exported"));
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });
}
