import type { ArtifactVersionRow } from "../../contracts/artifacts.ts";
import type { Reader } from "../client.ts";
import type { Prisma } from "../generated/client.ts";
import type { SightingModel } from "../generated/models.ts";

/** A version as it is shown, with the id of its row. */
export type VersionRow = ArtifactVersionRow & { id: string; position: number };

/** Only what was seen in git counts: a version without a sighting is not in the registry yet. */
export const SIGHTED = { sightings: { some: {} } } satisfies Prisma.ArtifactVersionWhereInput;

/** Orders 2.10 after 2.9; the root locale, so that every machine agrees. */
const NATURAL = new Intl.Collator("und", { numeric: true });

/** loadVersionRows reads versions with where they were seen, newest first. `where` has to name the project. */
export async function loadVersionRows(
  db: Reader,
  where: Prisma.ArtifactVersionWhereInput & ({ projectId: string } | { id: { in: string[] } }),
): Promise<VersionRow[]> {
  const rows = await db.artifactVersion.findMany({
    where,
    include: { sightings: true, files: { select: { path: true }, orderBy: { path: "asc" } } },
  });
  return rows
    .map(({ id, kind, name, version, digest, files, sightings }) => ({
      ...{ id, kind, name, version, digest },
      paths: files.map((file) => file.path),
      ...shownSighting(sightings),
    }))
    .sort(newestFirst);
}

/** withoutRowId is a version as the API shows it: the id of a row is nobody else's business. */
export function withoutRowId({
  kind,
  name,
  version,
  digest,
  paths,
  sighting,
}: VersionRow): ArtifactVersionRow {
  return { kind, name, version, digest, paths, sighting };
}

/**
 * A version on main is published, whatever pull requests say; bytes that came back count from their return. Main's
 * own order decides, never the clock of who committed; what is only proposed is newer than all that main has.
 */
function shownSighting(sightings: readonly SightingModel[]): Pick<VersionRow, "sighting" | "position"> {
  const [shown] = sightings.toSorted(
    (left, right) =>
      Number(right.stage === "published") - Number(left.stage === "published") ||
      right.position - left.position ||
      right.seenAt.getTime() - left.seenAt.getTime(),
  );
  if (shown === undefined) return { sighting: null, position: -1 };
  const isPublished = shown.stage === "published";
  return {
    position: isPublished ? shown.position : Number.MAX_SAFE_INTEGER,
    sighting: {
      stage: isPublished ? "published" : "proposed",
      commit: shown.lastCommit,
      authorName: shown.authorName,
      authorEmail: shown.authorEmail,
      authoredAt: shown.authoredAt.toISOString(),
      subject: shown.subject,
    },
  };
}

function newestFirst(left: VersionRow, right: VersionRow): number {
  return (
    right.position - left.position ||
    NATURAL.compare(right.version, left.version) ||
    NATURAL.compare(left.name, right.name)
  );
}
