import type { ArtifactVersionRow } from "@/lib/contracts/artifacts.ts";
import { ARTIFACT_KINDS } from "@/lib/domain/artifacts/index.ts";
import { diffReleases, type PartDiff } from "@/lib/domain/releases/diff-releases.ts";
import { keyParts, type ReleasePart } from "@/lib/domain/releases/release-part.ts";

/** What somebody is putting together: one version for each artifact that was chosen. */
export type Draft = readonly ReleasePart[];

export type KindChoice = {
  kind: string;
  label: string;
  isRequired: boolean;
  versions: ArtifactVersionRow[];
};

/** kindChoices lists the kinds that have versions or are required, required ones first. */
export function kindChoices(
  versions: readonly ArtifactVersionRow[],
  required: readonly string[],
): KindChoice[] {
  const choices = ARTIFACT_KINDS.map(({ kind, label }) => ({
    kind,
    label,
    isRequired: required.includes(kind),
    versions: versions.filter((version) => version.kind === kind),
  }));
  const shown = choices.filter((choice) => choice.isRequired || choice.versions.length > 0);
  return [...shown.filter((choice) => choice.isRequired), ...shown.filter((choice) => !choice.isRequired)];
}

/** replaceAt puts a version (or nothing) in the place of one part; the others keep their places. */
export function replaceAt(draft: Draft, part: ReleasePart | null, next: ReleasePart | null): Draft {
  if (part === null) return next === null ? draft : [...draft, next];
  return draft.flatMap((each) => (each === part ? (next === null ? [] : [next]) : [each]));
}

/** diffDraft compares a draft with the release it starts from, by the keys that it would have. */
export function diffDraft(base: readonly ReleasePart[], draft: Draft): PartDiff[] {
  return diffReleases(keyParts(base.map(withoutKey)), keyParts(draft.map(withoutKey)));
}

/** missingKinds names the required kinds that a draft does not have yet. */
export function missingKinds(draft: Draft, required: readonly string[]): string[] {
  return required.filter((kind) => !draft.some((part) => part.kind === kind));
}

/** withoutKey keeps what names a part. */
export function withoutKey({ kind, name, version, digest }: ReleasePart): ReleasePart {
  return { kind, name, version, digest };
}
