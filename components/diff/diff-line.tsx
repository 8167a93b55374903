import type { DiffLine } from "@/components/diff/prepare-text-diff.ts";
import { cn } from "@/components/ui/cn.ts";

const LINE = { same: "", added: "bg-add-line", removed: "bg-del-line" } as const;
const WORD = { same: "", added: "bg-add-word", removed: "bg-del-word" } as const;
const SIGN = { same: "", added: "+", removed: "\u2212" } as const;
const SPOKEN = { same: "", added: "added: ", removed: "removed: " } as const;

/** LineNumber is left out of what a person selects and copies. */
export function LineNumber({ value, kind }: { value: number | null; kind: DiffLine["kind"] | "none" }) {
  return (
    <td
      className={cn(
        "w-10 select-none px-1.5 text-right align-top text-neutral",
        kind === "none" ? "bg-surface" : LINE[kind],
      )}
    >
      {value}
    </td>
  );
}

/** LineText: sign and words; the content is text and nothing but text. */
export function LineText({ line, className }: { line: DiffLine; className?: string }) {
  let offset = 0;
  return (
    <>
      <td aria-hidden className={cn("w-4 select-none text-center align-top", LINE[line.kind])}>
        {SIGN[line.kind]}
      </td>
      <td
        className={cn(
          "whitespace-pre-wrap break-words pr-3 align-top [overflow-wrap:anywhere]",
          LINE[line.kind],
          className,
        )}
      >
        {SPOKEN[line.kind] ? <span className="sr-only">{SPOKEN[line.kind]}</span> : null}
        {line.segments.map((segment) => {
          const key = offset;
          offset += segment.text.length;
          return segment.isMarked ? (
            <mark key={key} className={cn("rounded-[2px] text-fg", WORD[line.kind])}>
              {segment.text}
            </mark>
          ) : (
            <span key={key}>{segment.text}</span>
          );
        })}
        {line.segments.length === 1 && line.segments[0]?.text === "" ? "\u200b" : null}
      </td>
    </>
  );
}
