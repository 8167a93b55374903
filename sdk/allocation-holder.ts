import { createDecider, type Decider, type Decision } from "./decide.ts";
import { createHashCache } from "./hash-cache.ts";
import { hashSubject } from "./position.ts";
import type { Snapshot, SnapshotEnvironment } from "./snapshot.ts";

/** Allocations that could not be confirmed for this long are marked as stale. */
export const STALE_AFTER_MS = 15_000;

/** Reading a clock costs a fifth of a decision: between two calls of `tick` one decision of this many reads it. */
const DECISIONS_PER_READING = 64;

export type HolderOptions = {
  /** Null: the only environment that the key sees, and that one still when another one appears. */
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
  /** Reads the clock; called every second, so that decisions go by an age that is no older. */
  tick: () => void;
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
  let untilReading = 0;
  const tick = () => {
    age.staleMs = now() - confirmedAt;
    age.isStale = age.staleMs >= STALE_AFTER_MS;
    untilReading = DECISIONS_PER_READING;
  };
  const confirm = (ageMs: number) => {
    confirmedAt = now() - ageMs;
    tick();
  };
  return {
    apply: (next, ageMs) => {
      environment = pickEnvironment(next, options.environment ?? environment?.name ?? null);
      snapshot = next;
      decider = environment === null ? null : createDecider(environment);
      const nextSalt = environment?.salt ?? null;
      if (nextSalt !== salt) hashes.clear();
      salt = nextSalt;
      confirm(ageMs);
    },
    confirm,
    tick,
    decide: (subject, requestId) => {
      if (decider === null) return null;
      untilReading -= 1;
      if (untilReading < 0) tick();
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
