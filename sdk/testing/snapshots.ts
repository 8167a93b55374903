import type { Snapshot, SnapshotEnvironment } from "../snapshot.ts";

export const CONTROL = "698df6d7ad";
export const CANDIDATE = "f91be2a454";

const release = (id: string) => ({
  manifestDigest: `sha256:${id.padEnd(64, "0")}`,
  components: { prompt: "support@2.8" },
});

/** An environment with a canary of 10 %, changed as told. */
export function environmentWith(change: Partial<SnapshotEnvironment> = {}): SnapshotEnvironment {
  return {
    ...{ name: "production", generation: 1, control: CONTROL, candidate: CANDIDATE, shareBp: 1_000 },
    ...{ rollout: 1, salt: null, shadow: null },
    releases: { [CONTROL]: release(CONTROL), [CANDIDATE]: release(CANDIDATE) },
    ...change,
  };
}

/** A snapshot of one such environment. */
export function snapshotWith(change: Partial<SnapshotEnvironment> = {}): Snapshot {
  return { project: "deploybuddy", environments: [environmentWith(change)], assignmentKey: null };
}
