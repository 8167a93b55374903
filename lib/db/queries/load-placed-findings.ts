import type { Finding } from "../../domain/gitops/finding.ts";
import { createPathReader } from "../../domain/gitops/path-reader.ts";
import type { Reader } from "../client.ts";
import { findRepositorySync } from "../repositories/registry-sync.ts";

/** A finding and the artifacts that its file belongs to; none for tupelo.yaml, aliases and manifests. */
export type PlacedFinding = { finding: Finding; artifacts: { kind: string; name: string }[] };

/** loadPlacedFindings reads what could not be read as it is, each beside the artifacts that the layout makes of its path. */
export async function loadPlacedFindings(db: Reader, projectId: string): Promise<PlacedFinding[]> {
  const sync = await findRepositorySync(db, projectId);
  if (sync === null) return [];
  const reader = sync.layout === null ? () => null : createPathReader(sync.layout);
  return sync.findings.map((finding) => {
    const place = reader(finding.path);
    if (place === null) return { finding, artifacts: [] };
    const kinds = [place.kind, ...(finding.code === "two_kinds" ? place.others : [])];
    return { finding, artifacts: kinds.map((kind) => ({ kind, name: place.name })) };
  });
}
