import { createDecider, type Decider, type Decision } from "./decide.ts";
import { createHashCache } from "./hash-cache.ts";
import { hashSubject } from "./position.ts";
import type { Snapshot, SnapshotEnvironment } from "./snapshot.ts";

/** Allocations that could not be confirmed for this long are marked as stale. */
export const STALE_AFTER_MS = 15_000;

export type HolderOptions = {
  /** Null: the only environment that the key sees. */
  environment: string | null;
  /** How many subjects' hashes to remember; 0: none. */
  cacheSize: number;
  /** A monotonic clock in milliseconds: a wall clock that is set back would make old allocations look new. */
  now: () => number;
};

/** The key sees several environments, and nobody said which one is meant. */
export class EnvironmentUnclear extends Error {
  constructor(names: readonly string[]) {
    super(
      `The key sees several environments (${names.join(", ")}). Say which: createTupeloClient({ environment }).`,
    );
    this.name = "EnvironmentUnclear";
  }
}

/** Holds the last snapshot and decides by it. */
export type AllocationHolder = {
  /** Takes a snapshot that was true `ageMs` ago. Throws where it is not clear which environment is meant. */
  apply: (snapshot: Snapshot, ageMs: number) => void;
  /** The snapshot held was confirmed, as of `ageMs` ago. */
  confirm: (ageMs: number) => void;
  decide: (subject: string, requestId?: string) => Decision | null;
  /** Milliseconds since the allocations were confirmed; infinite before the first. */
  staleMs: () => number;
  snapshot: () => Snapshot | null;
  environment: () => SnapshotEnvironment | null;
};

/** createAllocationHolder makes the part that routes: no network, no timers. */
export function createAllocationHolder(options: HolderOptions): AllocationHolder {
  const { now } = options;
  let snapshot: Snapshot | null = null;
  let environment: SnapshotEnvironment | null = null;
  let decider: Decider | null = null;
  let salt: string | null = null;
  let confirmedAt = Number.NEGATIVE_INFINITY;
  const hashes = createHashCache(options.cacheSize, (subject) => hashSubject(subject, salt));
  const age = { staleMs: 0, isStale: false };
  const confirm = (ageMs: number) => {
    confirmedAt = now() - ageMs;
  };
  return {
    apply: (next, ageMs) => {
      environment = pickEnvironment(next, options.environment);
      snapshot = next;
      decider = environment === null ? null : createDecider(environment);
      const nextSalt = environment?.salt ?? null;
      if (nextSalt !== salt) hashes.clear();
      salt = nextSalt;
      confirm(ageMs);
    },
    confirm,
    decide: (subject, requestId) => {
      if (decider === null) return null;
      age.staleMs = now() - confirmedAt;
      age.isStale = age.staleMs >= STALE_AFTER_MS;
      const isSampling = requestId !== undefined && environment?.shadow !== null;
      return decider.decide(hashes.get(subject), isSampling ? hashSubject(requestId, null) : null, age);
    },
    staleMs: () => now() - confirmedAt,
    snapshot: () => snapshot,
    environment: () => environment,
  };
}

function pickEnvironment(snapshot: Snapshot, name: string | null): SnapshotEnvironment | null {
  const { environments } = snapshot;
  if (name !== null) return environments.find((row) => row.name === name) ?? null;
  if (environments.length > 1) throw new EnvironmentUnclear(environments.map((row) => row.name));
  return environments[0] ?? null;
}
