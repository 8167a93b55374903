import type { ArtifactSummary, artifactEndpoints } from "../../contracts/artifacts.ts";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { compareCodePoints } from "../../domain/releases/python-json.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { loadPlacedFindings, type PlacedFinding } from "./load-placed-findings.ts";
import { loadVersionRows, SIGHTED, type VersionRow } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof artifactEndpoints.listArtifacts>;
type Response = ResponseOf<typeof artifactEndpoints.listArtifacts>;

/** listArtifacts reads the project's artifacts by kind and name, each with its newest version; search is literal. */
export async function listArtifacts(db: Reader, project: Project, query: Query): Promise<Response> {
  const after = decodeCursor(project.id, query.cursor);
  const kind = query.kind === undefined ? {} : { kind: query.kind };
  const rows = await loadVersionRows(db, { projectId: project.id, ...kind, ...SIGHTED });
  const found = withFindings(summarise(rows), await loadPlacedFindings(db, project.id))
    .filter((item) => query.kind === undefined || item.kind === query.kind)
    .filter((item) => matches(item, query.search))
    .sort((left, right) => compareCodePoints(positionOf(left), positionOf(right)))
    .filter((item) => after === null || compareCodePoints(positionOf(item), after) > 0);
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = found.length > items.length && last !== undefined;
  return { items, nextCursor: hasMore ? encodeCursor(project.id, positionOf(last)) : null };
}

/** A kind has no tab in it, so kind and name stay apart. */
function positionOf(item: { kind: string; name: string }): string {
  return `${item.kind}\t${item.name}`;
}

function matches(item: ArtifactSummary, search: string | undefined): boolean {
  return search === undefined || `${item.kind} ${item.name}`.toLowerCase().includes(search.toLowerCase());
}

/** Counts each artifact's findings; one of which nothing could be registered is listed for them alone. */
function withFindings(items: ArtifactSummary[], placed: readonly PlacedFinding[]): ArtifactSummary[] {
  const byKey = new Map(items.map((item) => [positionOf(item), item]));
  for (const { kind, name } of placed.flatMap(({ artifacts }) => artifacts)) {
    const found = { kind, name, newestVersion: null, findingCount: 0, versionCount: 0 };
    const item = byKey.get(positionOf(found)) ?? { ...found, lastAuthoredAt: null, lastAuthorName: null };
    item.findingCount += 1;
    byKey.set(positionOf(item), item);
  }
  return [...byKey.values()];
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
      findingCount: 0,
      versionCount: 1,
      lastAuthoredAt: row.sighting?.authoredAt ?? null,
      lastAuthorName: row.sighting?.authorName ?? null,
    });
  }
  return [...byArtifact.values()];
}
