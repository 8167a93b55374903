import type { ArtifactSummary, artifactEndpoints } from "../../contracts/artifacts.ts";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { compareCodePoints } from "../../domain/releases/python-json.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { loadVersionRows, SIGHTED, type VersionRow } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof artifactEndpoints.listArtifacts>;
type Response = ResponseOf<typeof artifactEndpoints.listArtifacts>;

/** listArtifacts reads the project's artifacts by kind and name, each with its newest version; search is literal. */
export async function listArtifacts(db: Reader, project: Project, query: Query): Promise<Response> {
  const after = decodeCursor(project.id, query.cursor);
  const kind = query.kind === undefined ? {} : { kind: query.kind };
  const rows = await loadVersionRows(db, { projectId: project.id, ...kind, ...SIGHTED });
  const found = summarise(rows)
    .filter((item) => matches(item, query.search))
    .sort((left, right) => compareCodePoints(positionOf(left), positionOf(right)))
    .filter((item) => after === null || compareCodePoints(positionOf(item), after) > 0);
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = found.length > items.length && last !== undefined;
  return { items, nextCursor: hasMore ? encodeCursor(project.id, positionOf(last)) : null };
}

/** A kind has no tab in it, so kind and name stay apart. */
function positionOf(item: ArtifactSummary): string {
  return `${item.kind}\t${item.name}`;
}

function matches(item: ArtifactSummary, search: string | undefined): boolean {
  return search === undefined || `${item.kind} ${item.name}`.toLowerCase().includes(search.toLowerCase());
}

/** The rows come newest first, so the first one of an artifact is its newest version. */
function summarise(rows: readonly VersionRow[]): ArtifactSummary[] {
  const byArtifact = new Map<string, ArtifactSummary>();
  for (const row of rows) {
    const key = `${row.kind}\t${row.name}`;
    const known = byArtifact.get(key);
    if (known !== undefined) {
      known.versionCount += 1;
      continue;
    }
    byArtifact.set(key, {
      kind: row.kind,
      name: row.name,
      newestVersion: row.version,
      versionCount: 1,
      lastAuthoredAt: row.sighting?.authoredAt ?? null,
      lastAuthorName: row.sighting?.authorName ?? null,
    });
  }
  return [...byArtifact.values()];
}
