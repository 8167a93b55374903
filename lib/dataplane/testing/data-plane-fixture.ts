import pg from "pg";
import { type Logger, pino } from "pino";
import type { ServedEnvironment } from "../../db/queries/allocation-snapshot.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { createKeySecret, hashSecret } from "../../services/access/secrets.ts";
import { type DataPlane, startDataPlane } from "../start-data-plane.ts";

export const CONTROL = "698df6d7ad";
export const CANDIDATE = "f91be2a454";

/** The installation's secret, from which gateways' keys for assignments are derived. */
export const SERVER_SECRET = "the secret of a data plane that only a test uses";

const NOW = new Date("2026-04-10T12:00:00Z");

/** A running data plane with two projects: deploybuddy serves a canary of 10 %, other serves one release. */
export type DataPlaneFixture = {
  test: TestDatabase;
  pool: pg.Pool;
  dataPlane: DataPlane;
  url: string;
  keys: { gateway: string; other: string; staging: string; readOnly: string };
  /** Moves production to another share or release, as a service would: a new allocation, then the notification. */
  allocate: (allocation: { candidate: string | null; shareBp: number; notify?: boolean }) => Promise<void>;
  close: (drainMs?: number) => Promise<void>;
};

/**
 * startDataPlaneFixture fills a database of its own and starts the real data plane on a free port. `shadow` is asked for
 * in production beside what is served, with the model `shadow-model`; no promotion can say so yet.
 */
export async function startDataPlaneFixture(
  logger: Logger = pino({ level: "silent" }),
  shadow: ServedEnvironment["shadow"] = null,
): Promise<DataPlaneFixture> {
  const test = await createTestDatabase();
  await addProject(test, "deploybuddy", { candidate: CANDIDATE, shareBp: 1_000 });
  await addProject(test, "other", { candidate: null, shareBp: 0 });
  const scopes = ["flags:evaluate", "traces:write"];
  const keys = {
    gateway: await addKey(test, "deploybuddy", { scopes, environment: null }),
    other: await addKey(test, "other", { scopes, environment: null }),
    staging: await addKey(test, "deploybuddy", { scopes, environment: "staging" }),
    readOnly: await addKey(test, "deploybuddy", { scopes: ["read"], environment: null }),
  };
  const pool = new pg.Pool({ connectionString: test.url, max: 2 });
  pool.on("error", () => {});
  const env = {
    DATABASE_URL: test.url,
    DATA_PLANE_PORT: 0,
    DATA_PLANE_HOST: "127.0.0.1",
    INGEST_ITEMS_PER_SECOND: 25_000,
    ...{ TRACE_DAYS: 90, PAYLOAD_DAYS: 30 },
    NEXTAUTH_SECRET: SERVER_SECRET,
  };
  const dataPlane = await startDataPlane(env, logger, (environments) =>
    environments.map((row) => (row.projectSlug === "deploybuddy" ? withShadow(row, shadow) : row)),
  );
  let version = 1;
  const allocate: DataPlaneFixture["allocate"] = async ({ candidate, shareBp, notify }) => {
    version += 1;
    await addAllocation(test, "deploybuddy", version, { candidate, shareBp }, new Date());
    await test.db.environment.update({
      where: { id: "env_deploybuddy" },
      data: { allocationVersion: version },
    });
    if (notify !== false) await pool.query("SELECT pg_notify('allocation_changed', 'env_deploybuddy')");
  };
  const close = async (drainMs = 1_000) => {
    await dataPlane.stop(drainMs);
    await pool.end();
    await test.drop();
  };
  return { test, pool, dataPlane, url: dataPlane.url, keys, allocate, close };
}

function withShadow(served: ServedEnvironment, shadow: ServedEnvironment["shadow"]): ServedEnvironment {
  if (shadow === null) return served;
  const { releaseId } = shadow;
  const components = { prompt: "support@2.8", model: "shadow-model" };
  const release = { releaseId, manifestDigest: `sha256:${releaseId.padEnd(64, "0")}`, components };
  return { ...served, shadow, releases: new Map([...served.releases, [releaseId, release]]) };
}

type Share = { candidate: string | null; shareBp: number };

async function addProject({ db }: TestDatabase, slug: string, share: Share): Promise<void> {
  const id = `prj_${slug}`;
  await db.project.create({ data: { id, slug, name: slug, repository: `${slug}.git`, createdAt: NOW } });
  await addRelease({ db }, id, CONTROL, "releases", "4");
  await addRelease({ db }, id, CANDIDATE, "releases", "5");
  const environment = {
    projectId: id,
    name: "production",
    position: 2,
    allocationVersion: 1,
    createdAt: NOW,
  };
  await db.environment.create({ data: { id: `env_${slug}`, ...environment } });
  await db.environment.create({
    data: { id: `env_${slug}_staging`, ...environment, name: "staging", position: 1, allocationVersion: 0 },
  });
  // Recording looks five weeks back for what a call could have been served, so this is no date of the past.
  await addAllocation({ db }, slug, 1, share, new Date(Date.now() - 60_000));
}

async function addRelease(
  { db }: Pick<TestDatabase, "db">,
  projectId: string,
  id: string,
  name: string,
  version: string,
): Promise<void> {
  const digest = `sha256:${id.padEnd(64, "0")}`;
  await db.release.create({
    data: {
      ...{ projectId, id, fingerprint: id.padEnd(64, "0"), manifestDigest: digest, manifest: "{}" },
      ...{ createdBy: "account:acc_1", createdByName: "A. Okafor", createdAt: NOW },
    },
  });
  const parts = [
    { key: "feature_view", kind: "feature_view", name, version },
    { key: "prompt", kind: "prompt", name: "support", version: "2.8" },
    { key: "model", kind: "model", name: "lora", version: "1.9" },
  ];
  await db.releaseComponent.createMany({
    data: parts.map((part) => ({
      projectId,
      releaseId: id,
      ...part,
      digest,
      artifactVersionId: `av_${part.key}`,
    })),
  });
}

async function addAllocation(
  { db }: Pick<TestDatabase, "db">,
  slug: string,
  version: number,
  { candidate, shareBp }: Share,
  at: Date,
): Promise<void> {
  await db.allocation.create({
    data: {
      ...{
        environmentId: `env_${slug}`,
        projectId: `prj_${slug}`,
        version,
        cause: "rollout",
        createdAt: at,
      },
      ...{ controlReleaseId: CONTROL, candidateReleaseId: candidate, shareBp },
      rolloutNumber: candidate === null ? null : 1,
    },
  });
}

type KeyRights = { scopes: string[]; environment: string | null };

async function addKey({ db }: TestDatabase, slug: string, rights: KeyRights): Promise<string> {
  const secret = createKeySecret();
  const secretHash = hashSecret(secret);
  const life = { createdAt: NOW, expiresAt: new Date("2100-01-01T00:00:00Z") };
  const id = `key_${secretHash.slice(0, 12)}`;
  await db.apiKey.create({
    data: { id, projectId: `prj_${slug}`, name: "test", secretHash, createdBy: "acc_1", ...rights, ...life },
  });
  return secret;
}
