import type { Lineage, LineagePart } from "@/lib/contracts/requests.ts";
import { assertNever } from "@/lib/domain/assert-never.ts";

type Compared = NonNullable<Lineage["comparedWith"]>;

/** comparedWords names what a lineage is compared with: "last known good 698df6d7ad". */
export function comparedWords({ releaseId, why }: Compared): string {
  switch (why) {
    case "last_known_good":
      return `last known good ${releaseId}`;
    case "served_now":
      return `${releaseId}, which is served now`;
    case "desired":
      return `${releaseId}, which git desires`;
    case "previous":
      return `${releaseId}, which was served before it`;
    case "base":
      return `${releaseId}, the release it was composed on`;
    default:
      return assertNever(why);
  }
}

/** refOf is a part as people write it: `releases@5`. */
export function refOf(part: Pick<LineagePart, "name" | "version">): string {
  return `${part.name}@${part.version}`;
}

/** isDifferent says whether a part is not what the compared release has. */
export function isDifferent(part: LineagePart): boolean {
  return part.change === "changed" || part.change === "added";
}

/** changeWords says one difference: `feature_view releases@4 → releases@5`. */
export function changeWords(part: LineagePart): string {
  return `${part.kind} ${part.comparedRef ?? "none"} → ${refOf(part)}`;
}

/** answerWords is the sentence at the top: what differs, in one line. */
export function answerWords(lineage: Lineage): string {
  const { comparedWith, parts, release } = lineage;
  if (release === null) return "This request named no release of this project";
  if (comparedWith === null) return `Answered by ${release.id}; there is no other release to compare it with`;
  const different = parts.filter(isDifferent);
  if (different.length === 0) return `All ${parts.length} parts are those of ${comparedWords(comparedWith)}`;
  const verb = different.length === 1 ? "differs" : "differ";
  return `${different.length} of ${parts.length} parts ${verb}: ${different.map(changeWords).join(", ")}`;
}

/** attributionWords says who vouches for the release; null where there is none. */
export function attributionWords({ attribution }: Pick<Lineage, "attribution">): string | null {
  if (attribution === null) return null;
  return attribution === "assigned"
    ? "The gateway signed that this subject was given this release."
    : "That this release answered is the sender's word: no signature was verified.";
}
