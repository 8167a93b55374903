import type { ComponentDiffRow } from "@/components/diff/component-diff.tsx";
import { TextDiff } from "@/components/diff/text-diff.tsx";
import { startsOpen } from "@/components/releases/diff-reasons.ts";
import type { PartResponse } from "@/lib/contracts/common.ts";
import type { PartDiffResponse } from "@/lib/contracts/releases.ts";

function refOf(part: PartResponse | null): string | null {
  return part === null ? null : `${part.name}@${part.version}`;
}

function FileDiff({ file, part }: { file: PartDiffResponse["files"][number]; part: PartDiffResponse }) {
  if (file.base === null && file.candidate === null) {
    return (
      <p className="px-3 py-2 text-meta text-neutral">
        <span className="mono">{file.path}</span> is not text, or git does not have its content; the digests
        differ.
      </p>
    );
  }
  const base = refOf(part.base);
  const candidate = refOf(part.candidate);
  return (
    <TextDiff
      isFlush
      before={file.base ?? ""}
      after={file.candidate ?? ""}
      beforeLabel={base ?? "none"}
      afterLabel={`${candidate ?? "none"} ${file.path}`}
    />
  );
}

function PartDetail({ part }: { part: PartDiffResponse }) {
  return (
    <div className="flex flex-col border-hair border-t">
      {part.why ? <p className="bg-surface px-3 py-1.5 text-meta text-neutral">{part.why}</p> : null}
      {part.files.map((file) => (
        <FileDiff key={file.path} file={file} part={part} />
      ))}
    </div>
  );
}

/** toDiffRows draws a release's difference as rows; a changed part opens to its texts and why it can change answers. */
export function toDiffRows(parts: readonly PartDiffResponse[]): ComponentDiffRow[] {
  return parts.map((part) => ({
    key: part.key,
    startsOpen: startsOpen(part, parts),
    kind: part.kind,
    artifact: part.candidate?.name ?? part.base?.name ?? part.key,
    base: refOf(part.base),
    candidate: refOf(part.candidate),
    change: part.change,
    detail:
      part.change !== "same" && (part.files.length > 0 || part.why) ? <PartDetail part={part} /> : undefined,
  }));
}

/** countChanges says a difference in one line: `2 changed, 1 added, 9 same`. */
export function countChanges(parts: readonly { change: PartDiffResponse["change"] }[]): string {
  const words = (["changed", "added", "removed", "same"] as const).flatMap((change) => {
    const count = parts.filter((part) => part.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  return words.length === 0 ? "no parts" : words.join(", ");
}
