import { cn } from "@/components/ui/cn.ts";

type ShareBarProps = {
  /** The candidate's share in basis points, 0 to 10,000. */
  candidateBp: number;
  /** What the bar says, in words: "698df6d7ad 95 %, b1bb65ca28 5 %". */
  label: string;
  className?: string;
};

/** ShareBar: control in neutral, candidate in active, with a gap between; words go under it. */
export function ShareBar({ candidateBp, label, className }: ShareBarProps) {
  const candidate = Math.min(10_000, Math.max(0, candidateBp)) / 100;
  const gap = candidate > 0 && candidate < 100 ? 0.6 : 0;
  return (
    <svg role="img" aria-label={label} className={cn("block h-1 w-full", className)} width="100%" height="4">
      <rect
        x="0"
        y="0"
        rx="2"
        height="4"
        width={`${Math.max(0, 100 - candidate - gap)}%`}
        fill="var(--neutral)"
      />
      <rect x={`${100 - candidate}%`} y="0" rx="2" height="4" width={`${candidate}%`} fill="var(--active)" />
    </svg>
  );
}
