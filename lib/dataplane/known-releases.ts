/** Answers which of some ids are releases of a project. Throws while the database is away and an id is not remembered. */
export type KnownReleases = (
  projectId: string,
  releaseIds: readonly string[],
) => Promise<ReadonlySet<string>>;

const MAX_REMEMBERED = 10_000;

/**
 * createKnownReleases remembers releases that were found: they are immutable. What was not found is asked again, since
 * it may have been composed meanwhile.
 */
export function createKnownReleases(find: KnownReleases): KnownReleases {
  const found = new Set<string>();
  const keyOf = (projectId: string, releaseId: string) => `${projectId}\t${releaseId}`;
  return async (projectId, releaseIds) => {
    const missing = releaseIds.filter((id) => !found.has(keyOf(projectId, id)));
    if (missing.length > 0) {
      if (found.size > MAX_REMEMBERED) found.clear();
      for (const id of await find(projectId, missing)) found.add(keyOf(projectId, id));
    }
    return new Set(releaseIds.filter((id) => found.has(keyOf(projectId, id))));
  };
}
