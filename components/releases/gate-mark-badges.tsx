import { GATE_MARK_LOOKS } from "@/components/releases/gate-mark-words.ts";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import type { ReleaseSummary } from "@/lib/contracts/releases.ts";

type GateMarkBadgesProps = { marks: ReleaseSummary["gates"] };

/** GateMarkBadges: both gates of a release, each as a word and a shape. */
export function GateMarkBadges({ marks }: GateMarkBadgesProps) {
  const shown = [
    { name: "fast", look: GATE_MARK_LOOKS[marks.fast] },
    { name: "eval", look: GATE_MARK_LOOKS[marks.eval] },
  ];
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {shown.map(({ name, look }) => (
        <RoleBadge key={name} role={look.role} glyph={look.glyph} variant="plain" title={look.title}>
          {`${name} ${look.word}`}
        </RoleBadge>
      ))}
    </span>
  );
}
