import { LINE_LOOKS, type LineLook } from "@/components/served/served-lines.ts";

/** LineSwatch: a piece of a line as the charts draw it. */
export function LineSwatch({ look }: { look: LineLook }) {
  const { stroke, width, dash } = LINE_LOOKS[look];
  return (
    <svg aria-hidden width="24" height="8" className="shrink-0">
      <line x1="0" x2="24" y1="4" y2="4" stroke={stroke} strokeWidth={width + 0.5} strokeDasharray={dash} />
    </svg>
  );
}
