import type pg from "pg";

/** findKnownReleases returns those of the ids that are releases of the project. */
export async function findKnownReleases(
  pool: pg.Pool,
  projectId: string,
  releaseIds: readonly string[],
): Promise<Set<string>> {
  if (releaseIds.length === 0) return new Set();
  const { rows } = await pool.query<{ id: string }>({
    name: "find known releases",
    text: 'SELECT id FROM release WHERE "projectId" = $1 AND id = ANY($2::text[])',
    values: [projectId, releaseIds],
  });
  return new Set(rows.map((row) => row.id));
}
