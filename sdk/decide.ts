import { positionOfHash } from "./position.ts";
import type { SnapshotEnvironment } from "./snapshot.ts";

/** Which release answers a subject. Decisions of one snapshot are shared and frozen: hold them, do not change them. */
export type Decision = Readonly<{
  releaseId: string;
  arm: "control" | "candidate";
  environment: string;
  /** The allocation's version that was decided by. */
  generation: number;
  rollout: number | null;
  manifestDigest: string;
  /** key -> `name@version` */
  components: Readonly<Record<string, string>>;
  /** Whether subjects are divided between two arms right now. */
  isSplit: boolean;
  /** Whether the allocations could not be confirmed for a while. */
  isStale: boolean;
  /** Ask this release as well, and show its answer to nobody; null where the request is not sampled. */
  shadowReleaseId: string | null;
  /** Its parts, as `components` are those of the release that answers. */
  shadowComponents: Readonly<Record<string, string>> | null;
}>;

/** While a rollout is open and allocations cannot be confirmed for this long, everybody gets control. */
export const CANARY_STALE_LIMIT_MS = 300_000;

type Variants = Readonly<Record<"fresh" | "stale" | "freshShadow" | "staleShadow", Decision>>;

/** Decides from one environment's allocation, without a clock and without the network. */
export type Decider = {
  /** Null where no release is served. `requestHash` is null where a request was not named. */
  decide: (
    subjectHash: number,
    requestHash: number | null,
    age: { staleMs: number; isStale: boolean },
  ) => Decision | null;
};

/** createDecider makes all decisions that an allocation can lead to, once: deciding then only picks one. */
export function createDecider(environment: SnapshotEnvironment): Decider {
  const control = variantsOf(environment, "control", environment.control);
  const candidate = variantsOf(environment, "candidate", environment.candidate);
  const { shareBp } = environment;
  const sampleBp = environment.shadow?.sampleBp ?? 0;
  return {
    decide: (subjectHash, requestHash, { staleMs, isStale }) => {
      const isCandidate = candidate !== null && positionOfHash(subjectHash) < shareBp;
      const isTaken = isCandidate && (staleMs < CANARY_STALE_LIMIT_MS || control === null);
      const variants = isTaken ? candidate : control;
      if (variants === null) return null;
      const isSampled = sampleBp > 0 && requestHash !== null && positionOfHash(requestHash) < sampleBp;
      if (isSampled) return isStale ? variants.staleShadow : variants.freshShadow;
      return isStale ? variants.stale : variants.fresh;
    },
  };
}

function variantsOf(
  environment: SnapshotEnvironment,
  arm: Decision["arm"],
  releaseId: string | null,
): Variants | null {
  const release = releaseId === null ? undefined : environment.releases[releaseId];
  if (releaseId === null || release === undefined) return null;
  const shadow = environment.shadow?.releaseId ?? null;
  const build = (isStale: boolean, shadowReleaseId: string | null): Decision =>
    Object.freeze({
      ...{
        releaseId,
        arm,
        isStale,
        shadowReleaseId,
        shadowComponents: partsOf(environment, shadowReleaseId),
      },
      environment: environment.name,
      generation: environment.generation,
      rollout: environment.rollout,
      isSplit: environment.candidate !== null && environment.shareBp > 0 && environment.shareBp < 10_000,
      manifestDigest: release.manifestDigest,
      components: partsOf(environment, releaseId) ?? {},
    });
  const shown = shadow === releaseId ? null : shadow;
  return {
    fresh: build(false, null),
    stale: build(true, null),
    freshShadow: build(false, shown),
    staleShadow: build(true, shown),
  };
}

function partsOf(environment: SnapshotEnvironment, releaseId: string | null): Decision["shadowComponents"] {
  const release = releaseId === null ? undefined : environment.releases[releaseId];
  return release === undefined ? null : Object.freeze({ ...release.components });
}
