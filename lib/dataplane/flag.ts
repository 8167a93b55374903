import type { ServedEnvironment, ServedRelease } from "../db/queries/allocation-snapshot.ts";
import { isSplit, type ServingArm } from "../domain/rollout/route-subject.ts";

/**
 * Successful evaluations in OFREP's shape, as text: they depend on the arm, and on whether the request is sampled for
 * shadow, so they are written once per change. `shadow` is `plain` where there is nothing to ask beside it.
 */
export type PreparedAnswer = { releaseId: string; plain: string; shadow: string };

/** Two flags per environment, because OpenFeature's clients are typed: the whole summary, or the id alone. */
export type Flag = {
  key: string;
  kind: "summary" | "release_id";
  served: ServedEnvironment;
  /** Null where the arm has no release. */
  answers: Readonly<Record<ServingArm, PreparedAnswer | null>>;
};

/** prepareFlag writes down what a flag answers on each arm; metadata holds flat scalars only, clients drop the rest. */
export function prepareFlag(key: string, kind: Flag["kind"], served: ServedEnvironment): Flag {
  const answers = {
    control: prepareAnswer(key, kind, served, "control", served.controlReleaseId),
    candidate: prepareAnswer(key, kind, served, "candidate", served.candidateReleaseId),
  };
  return { key, kind, served, answers };
}

function prepareAnswer(
  key: string,
  kind: Flag["kind"],
  served: ServedEnvironment,
  arm: ServingArm,
  releaseId: string | null,
): PreparedAnswer | null {
  const release = releaseId === null ? undefined : served.releases.get(releaseId);
  if (release === undefined) return null;
  const { rolloutNumber } = served;
  const metadata = { arm, flagSetId: served.environment, version: served.allocationVersion };
  const write = (shadow: ServedRelease | null) =>
    JSON.stringify({
      key,
      reason: isSplit(served) ? "SPLIT" : "STATIC",
      variant: release.releaseId,
      value:
        kind === "release_id"
          ? release.releaseId
          : { ...release, arm, ...(shadow === null ? {} : { shadow }) },
      metadata: {
        ...metadata,
        ...(rolloutNumber === null ? {} : { rollout: rolloutNumber }),
        ...(shadow === null ? {} : { shadowReleaseId: shadow.releaseId }),
      },
    });
  const shadow = served.shadow === null ? undefined : served.releases.get(served.shadow.releaseId);
  const isAsked = shadow !== undefined && shadow.releaseId !== release.releaseId;
  const plain = write(null);
  return { releaseId: release.releaseId, plain, shadow: isAsked ? write(shadow) : plain };
}

const END_OF_METADATA = "}}";

/** withAssignment puts a signed assignment into the metadata of a prepared answer, which is what it ends with. */
export function withAssignment(text: string, assignment: string): string {
  return `${text.slice(0, -END_OF_METADATA.length)},"assignment":"${assignment}"${END_OF_METADATA}`;
}

/** isVisible says whether a key of a project (and perhaps one environment) may see a flag. */
export function isVisible(flag: Flag, projectId: string, environment: string | null): boolean {
  return (
    flag.served.projectId === projectId && (environment === null || flag.served.environment === environment)
  );
}
