import type { GlyphName } from "@/components/status/status-table.ts";
import { cn } from "@/components/ui/cn.ts";
import { assertNever } from "@/lib/domain/assert-never.ts";

type GlyphProps = {
  name: GlyphName;
  /** Turns, for what happens right now. */
  isSpinning?: boolean;
  /** Only where no word stands beside it (a dense cell). */
  label?: string;
  className?: string;
};

function Shape({ name }: { name: GlyphName }) {
  switch (name) {
    case "check":
      return (
        <>
          <circle cx="8" cy="8" r="6.25" />
          <path d="m5.3 8.2 1.9 1.9 3.5-3.9" />
        </>
      );
    case "cross":
      return (
        <>
          <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z" />
          <path d="m6 6 4 4m0-4-4 4" />
        </>
      );
    case "triangle":
      return (
        <>
          <path d="M8 2.1 14.4 13.4H1.6z" />
          <path d="M8 6.6v3.1m0 1.7v.1" />
        </>
      );
    case "half-ring":
      return (
        <>
          <circle cx="8" cy="8" r="6.25" />
          <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" />
        </>
      );
    case "ring":
      return <circle cx="8" cy="8" r="6.25" />;
    case "bars":
      return (
        <>
          <circle cx="8" cy="8" r="6.25" />
          <path d="M6.4 5.8v4.4m3.2-4.4v4.4" />
        </>
      );
    case "dashed-ring":
      return <circle cx="8" cy="8" r="6.25" strokeDasharray="2.6 2.3" />;
    default:
      return assertNever(name);
  }
}

/** Glyph: the shape that tells a role without colour. */
export function Glyph({ name, isSpinning, label, className }: GlyphProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn("size-3.5 shrink-0", isSpinning && "animate-spin [animation-duration:2s]", className)}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <Shape name={name} />
    </svg>
  );
}
