import type { ArtifactKind } from "./artifact-kind.ts";
import { featureView } from "./feature-view.ts";
import { generationSettings } from "./generation-settings.ts";
import { goldenSet } from "./golden-set.ts";
import { guardrailPolicy } from "./guardrail-policy.ts";
import { judge } from "./judge.ts";
import { model } from "./model.ts";
import { promotionPolicy } from "./promotion-policy.ts";
import { prompt } from "./prompt.ts";
import { retrievalIndex } from "./retrieval-index.ts";
import { router } from "./router.ts";
import { servingImage } from "./serving-image.ts";
import { toolSchema } from "./tool-schema.ts";

/** Every kind of input, in the order in which people read a release. A new kind is one file and one line here. */
export const ARTIFACT_KINDS = [
  prompt,
  model,
  featureView,
  retrievalIndex,
  toolSchema,
  guardrailPolicy,
  router,
  goldenSet,
  judge,
  generationSettings,
  promotionPolicy,
  servingImage,
] as const satisfies readonly ArtifactKind[];

export type KindName = (typeof ARTIFACT_KINDS)[number]["kind"];

export const KIND_NAMES: readonly KindName[] = ARTIFACT_KINDS.map((entry) => entry.kind);

const BY_NAME: ReadonlyMap<string, ArtifactKind & { kind: KindName }> = new Map(
  ARTIFACT_KINDS.map((entry) => [entry.kind, entry]),
);

/** findKind looks a kind up by its name; null for a name that is none. */
export function findKind(name: string): (ArtifactKind & { kind: KindName }) | null {
  return BY_NAME.get(name) ?? null;
}

/** isKindName tells the twelve names from any other text. */
export function isKindName(name: string): name is KindName {
  return BY_NAME.has(name);
}
