import { assertNever } from "@/lib/domain/assert-never.ts";

export const CHANGES = ["changed", "added", "removed", "same"] as const;
export type Change = (typeof CHANGES)[number];

function chipColours(change: Change): [string, string] {
  switch (change) {
    case "changed":
      return ["var(--del-word)", "var(--add-word)"];
    case "added":
      return ["var(--add-word)", "var(--add-word)"];
    case "removed":
      return ["var(--del-word)", "var(--del-word)"];
    case "same":
      return ["var(--border)", "var(--border)"];
    default:
      return assertNever(change);
  }
}

/** ChangeWord: the word, with a chip in the colours of the text diff. */
export function ChangeWord({ change }: { change: Change }) {
  const [left, right] = chipColours(change);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <svg aria-hidden viewBox="0 0 8 8" className="size-2 shrink-0">
        <rect width="4" height="8" fill={left} />
        <rect x="4" width="4" height="8" fill={right} />
      </svg>
      {change}
    </span>
  );
}
