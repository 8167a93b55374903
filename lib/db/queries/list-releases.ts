import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { releaseEndpoints } from "../../contracts/releases.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { Prisma } from "../generated/client.ts";
import { loadReleaseSummaries } from "./load-release-summaries.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof releaseEndpoints.listReleases>;
type Response = ResponseOf<typeof releaseEndpoints.listReleases>;
type Position = { id: string; createdAt: Date };

/** listReleases reads releases, newest first; search is literal, in ids, references and who composed it. */
export async function listReleases(db: Reader, project: Project, query: Query): Promise<Response> {
  const after = decodeCursor(project.id, query.cursor);
  const found = await db.$queryRaw<Position[]>`
    SELECT release.id, release."createdAt" FROM release
    WHERE release."projectId" = ${project.id} ${isAfter(after)} ${isFound(query.search)}
    ORDER BY release."createdAt" DESC, release.id COLLATE "C" DESC LIMIT ${query.limit + 1}`;
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const items = await loadReleaseSummaries(
    db,
    project.id,
    page.map((row) => row.id),
  );
  const hasMore = found.length > page.length && last !== undefined;
  return {
    items,
    nextCursor: hasMore ? encodeCursor(project.id, `${last.createdAt.toISOString()} ${last.id}`) : null,
  };
}

function isAfter(after: string | null): Prisma.Sql {
  if (after === null) return Prisma.empty;
  const [createdAt = "", id = ""] = after.split(" ");
  return Prisma.sql`AND (release."createdAt", release.id COLLATE "C") < (${createdAt}::timestamptz, ${id})`;
}

/** strpos has no wildcards, so that %, _ and \ mean themselves. */
function isFound(search: string | undefined): Prisma.Sql {
  if (search === undefined) return Prisma.empty;
  return Prisma.sql`AND (
    strpos(release.id || ' ' || lower(release."createdByName"), lower(${search}::text)) > 0
    OR EXISTS (
      SELECT 1 FROM release_component AS part
      WHERE part."projectId" = release."projectId" AND part."releaseId" = release.id
        AND strpos(lower(part.kind || ' ' || part.name || '@' || part.version), lower(${search}::text)) > 0
    ))`;
}
