import { canonicalJson } from "../../domain/canonical-json.ts";
import type { Reader } from "../client.ts";
import { readChain } from "./load-audit-events.ts";
import type { Project } from "./projects.ts";

export type AuditExport = { text: string; count: number };

/** exportAudit writes a project's whole chain as JSON lines: one event a line, in RFC 8785, oldest first. */
export async function exportAudit(db: Reader, project: Project): Promise<AuditExport> {
  const lines: string[] = [];
  for await (const events of readChain(db, project.id)) {
    for (const event of events) lines.push(`${canonicalJson(event)}\n`);
  }
  return { text: lines.join(""), count: lines.length };
}
