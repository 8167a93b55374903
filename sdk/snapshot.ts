/** A release as a gateway needs it: what to render and call. */
export type SnapshotRelease = { manifestDigest: string; components: Readonly<Record<string, string>> };

/** What one environment routes to. `generation` is the allocation's version: higher is newer. */
export type SnapshotEnvironment = {
  name: string;
  generation: number;
  control: string | null;
  candidate: string | null;
  /** The candidate's share in basis points, 0 to 10,000. */
  shareBp: number;
  rollout: number | null;
  /** Put in front of the subject before it is hashed; null is the plain function. */
  salt: string | null;
  /** A release that answers beside the served one, seen by no user. */
  shadow: { releaseId: string; sampleBp: number } | null;
  releases: Readonly<Record<string, SnapshotRelease>>;
};

/** Signs assignments; null where the data plane has no secret to derive it from. */
export type AssignmentKey = { id: string; secret: string };

/** The answer of `GET /sdk/v1/snapshot`. */
export type Snapshot = {
  project: string | null;
  environments: readonly SnapshotEnvironment[];
  assignmentKey: AssignmentKey | null;
};

/** parseSnapshot checks what came over the network or from a file. Throws an Error that names the first wrong field. */
export function parseSnapshot(value: unknown): Snapshot {
  const root = record(value, "snapshot");
  const { environments } = root;
  if (!Array.isArray(environments)) throw new Error("snapshot.environments is not a list");
  return {
    project: textOrNull(root.project, "project"),
    environments: environments.map(parseEnvironment),
    assignmentKey: root.assignmentKey === null ? null : parseKey(root.assignmentKey),
  };
}

function parseEnvironment(value: unknown): SnapshotEnvironment {
  const row = record(value, "environment");
  return {
    name: text(row.name, "name"),
    generation: wholeNumber(row.generation, "generation"),
    control: textOrNull(row.control, "control"),
    candidate: textOrNull(row.candidate, "candidate"),
    shareBp: basisPoints(row.shareBp, "shareBp"),
    rollout: row.rollout === null ? null : wholeNumber(row.rollout, "rollout"),
    salt: textOrNull(row.salt ?? null, "salt"),
    shadow: row.shadow === null || row.shadow === undefined ? null : parseShadow(row.shadow),
    releases: Object.fromEntries(
      Object.entries(record(row.releases, "releases")).map(([id, release]) => [id, parseRelease(release)]),
    ),
  };
}

function parseShadow(value: unknown): { releaseId: string; sampleBp: number } {
  const row = record(value, "shadow");
  return {
    releaseId: text(row.releaseId, "shadow.releaseId"),
    sampleBp: basisPoints(row.sampleBp, "shadow.sampleBp"),
  };
}

function parseRelease(value: unknown): SnapshotRelease {
  const row = record(value, "release");
  const parts = Object.entries(record(row.components, "components"));
  return {
    manifestDigest: text(row.manifestDigest, "manifestDigest"),
    components: Object.fromEntries(parts.map(([key, ref]) => [key, text(ref, `components.${key}`)])),
  };
}

function parseKey(value: unknown): AssignmentKey {
  const row = record(value, "assignmentKey");
  return { id: text(row.id, "assignmentKey.id"), secret: text(row.secret, "assignmentKey.secret") };
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${name} is not an object`);
  }
  return Object.fromEntries(Object.entries(value));
}

function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw new Error(`${name} is not a text`);
  return value;
}

function textOrNull(value: unknown, name: string): string | null {
  return value === null ? null : text(value, name);
}

function wholeNumber(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new Error(`${name} is no whole number`);
  return value;
}

function basisPoints(value: unknown, name: string): number {
  const number = wholeNumber(value, name);
  if (number < 0 || number > 10_000) throw new Error(`${name} is not between 0 and 10,000`);
  return number;
}
