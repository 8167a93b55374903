import type { GlyphName, StatusRole } from "@/components/status/status-table.ts";
import type { GateMark } from "@/lib/domain/releases/gate-marks.ts";

type MarkLook = { word: string; role: StatusRole; glyph: GlyphName; title: string };

/** GATE_MARK_LOOKS: a gate's word and shape in lists. What passed stays grey; only a failure has colour. */
export const GATE_MARK_LOOKS = {
  passed: { word: "passed", role: "neutral", glyph: "check", title: "Every term passed" },
  needs_review: {
    ...{ word: "cost review", role: "neutral", glyph: "half-ring" },
    title: "Between two limits: a second reviewer looks at the cost",
  },
  failed: { word: "failed", role: "bad", glyph: "cross", title: "At least one term failed" },
  not_comparable: {
    ...{ word: "not comparable", role: "neutral", glyph: "dashed-ring" },
    title: "The base's run was made with another golden set, judge, index or settings",
  },
  incomplete: { word: "incomplete", role: "neutral", glyph: "ring", title: "Something could not be judged" },
  unpinned: {
    ...{ word: "unpinned", role: "neutral", glyph: "dashed-ring" },
    title: "The newest run read something that moves; it satisfies no gate",
  },
  not_run: { word: "not run", role: "neutral", glyph: "dashed-ring", title: "Nothing was measured" },
  not_judged: {
    ...{ word: "not judged", role: "neutral", glyph: "ring" },
    title: "Judged when it is proposed; the release's page judges it now",
  },
} as const satisfies Record<GateMark, MarkLook>;
