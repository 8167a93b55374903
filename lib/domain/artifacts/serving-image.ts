import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { checkRecords, type DataRecord, hasValue, refuseAt } from "./checks/check-records.ts";
import { readFacts } from "./checks/read-facts.ts";
import type { RecordProblem } from "./checks/record-problem.ts";

const BY_DIGEST = /^[a-z0-9][a-z0-9._:/-]{0,254}@sha256:[0-9a-f]{64}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

export const servingImage = {
  kind: "serving_image",
  label: "Serving image",
  whyItChangesAnswers: "Another server, tokenizer or kernel can round, cut and time answers differently.",
  contentType: "application/yaml",
  readMeta: (files): ArtifactFact[] =>
    readFacts(files, { Image: "image", Digest: "digest", Server: "server", Tokenizer: "tokenizer" }),
  check: (files: readonly ArtifactText[]) => checkRecords(files, checkImage),
} as const satisfies ArtifactKind;

/** A tag can be pushed again; only a digest names the same bytes next year. */
function checkImage({ image, digest }: DataRecord): RecordProblem[] {
  if (typeof image !== "string" || !hasValue(image)) {
    return [
      refuseAt(["image"], "missing_field", "`image` is missing: write `image: registry/name@sha256:…`."),
    ];
  }
  if (BY_DIGEST.test(image)) return [];
  if (typeof digest === "string" && DIGEST.test(digest) && !image.includes("@")) return [];
  const message = `The image "${image}" is not named by digest: a tag can be pushed again. Write name@sha256: and 64 hex digits in lower case.`;
  return [refuseAt(["image"], "image_unpinned", message)];
}
