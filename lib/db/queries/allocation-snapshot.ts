import type { Reader } from "../client.ts";

/** What a gateway is told about a release: the summary that an OFREP value carries. */
export type ServedRelease = {
  releaseId: string;
  manifestDigest: string;
  /** key -> `name@version` */
  components: Record<string, string>;
};

/** What one environment routes to now. `rolloutNumber` is null where no rollout made the allocation. */
export type ServedEnvironment = {
  projectId: string;
  projectSlug: string;
  environmentId: string;
  environment: string;
  allocationVersion: number;
  controlReleaseId: string | null;
  candidateReleaseId: string | null;
  shareBp: number;
  rolloutNumber: number | null;
  /** Of the rollout that made the allocation; null is the plain function. */
  salt: string | null;
  /** A release that answers beside the served one; null until promotions have a shadow. */
  shadow: { releaseId: string; sampleBp: number } | null;
  releases: ReadonlyMap<string, ServedRelease>;
};

/**
 * listServedEnvironments reads the current allocation of every environment of every project, for the data plane's
 * memory. Environments that never had an allocation are left out.
 */
export async function listServedEnvironments(db: Reader): Promise<ServedEnvironment[]> {
  const environments = await db.environment.findMany({
    where: { allocationVersion: { gt: 0 } },
    select: {
      id: true,
      name: true,
      projectId: true,
      allocationVersion: true,
      project: { select: { slug: true } },
    },
  });
  if (environments.length === 0) return [];
  const allocations = await db.allocation.findMany({
    where: { OR: environments.map((row) => ({ environmentId: row.id, version: row.allocationVersion })) },
  });
  const [releases, salts] = await Promise.all([loadReleases(db, allocations), loadSalts(db, allocations)]);
  const byEnvironment = new Map(allocations.map((row) => [row.environmentId, row]));
  return environments.flatMap((row) => {
    const allocation = byEnvironment.get(row.id);
    if (allocation === undefined) return [];
    const served = [allocation.controlReleaseId, allocation.candidateReleaseId].flatMap((id) => {
      const release = id === null ? undefined : releases.get(`${row.projectId}/${id}`);
      return release === undefined ? [] : [release];
    });
    return {
      projectId: row.projectId,
      projectSlug: row.project.slug,
      environmentId: row.id,
      environment: row.name,
      allocationVersion: allocation.version,
      controlReleaseId: allocation.controlReleaseId,
      candidateReleaseId: allocation.candidateReleaseId,
      shareBp: allocation.shareBp,
      rolloutNumber: allocation.rolloutNumber,
      salt: salts.get(`${row.projectId}/${allocation.rolloutNumber}`) ?? null,
      shadow: null,
      releases: new Map(served.map((release) => [release.releaseId, release])),
    };
  });
}

type RolloutName = { projectId: string; rolloutNumber: number | null };

async function loadSalts(db: Reader, allocations: readonly RolloutName[]): Promise<Map<string, string>> {
  const wanted = allocations.flatMap(({ projectId, rolloutNumber }) =>
    rolloutNumber === null ? [] : [{ projectId, number: rolloutNumber }],
  );
  if (wanted.length === 0) return new Map();
  const rows = await db.rollout.findMany({
    where: { OR: wanted, salt: { not: null } },
    select: { projectId: true, number: true, salt: true },
  });
  return new Map(
    rows.flatMap(({ projectId, number, salt }) => (salt === null ? [] : [[`${projectId}/${number}`, salt]])),
  );
}

type ReleaseNames = { projectId: string; controlReleaseId: string | null; candidateReleaseId: string | null };

async function loadReleases(
  db: Reader,
  allocations: readonly ReleaseNames[],
): Promise<Map<string, ServedRelease>> {
  const wanted = allocations.flatMap(({ projectId, controlReleaseId, candidateReleaseId }) =>
    [controlReleaseId, candidateReleaseId].flatMap((id) => (id === null ? [] : [{ projectId, id }])),
  );
  if (wanted.length === 0) return new Map();
  const rows = await db.release.findMany({
    where: { OR: wanted },
    select: {
      projectId: true,
      id: true,
      manifestDigest: true,
      components: { select: { key: true, name: true, version: true }, orderBy: { key: "asc" } },
    },
  });
  return new Map(
    rows.map((row) => [
      `${row.projectId}/${row.id}`,
      {
        releaseId: row.id,
        manifestDigest: row.manifestDigest,
        components: Object.fromEntries(
          row.components.map((part) => [part.key, `${part.name}@${part.version}`]),
        ),
      },
    ]),
  );
}
