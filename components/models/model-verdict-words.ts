import type { StatusRole } from "@/components/status/status-table.ts";
import type { ModelVerdict } from "@/lib/domain/models/compare-model.ts";

/** The words of a check of a model; not knowing is never good. */
export const MODEL_VERDICT_WORDS = {
  agrees: { word: "Agrees", role: "good" },
  differs: { word: "Differs", role: "bad" },
  unknown: { word: "Unknown", role: "neutral" },
  unreachable: { word: "Unreachable", role: "warn" },
} as const satisfies Record<ModelVerdict, { word: string; role: StatusRole }>;
