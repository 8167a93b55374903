import type { PartDiffResponse } from "@/lib/contracts/releases.ts";

/** Beyond this many changed parts the texts start closed, so that the list stays a list. */
const MOST_OPEN = 3;

/** startsOpen says whether a part's texts are shown at once, with why they can change answers. Pure. */
export function startsOpen(part: PartDiffResponse, parts: readonly PartDiffResponse[]): boolean {
  const changed = parts.filter((each) => each.change === "changed");
  return (
    part.change === "changed" && changed.length <= MOST_OPEN && (part.files.length > 0 || part.why !== "")
  );
}

/** closedReasons is why what changed can change answers, once for each kind that no open row says it of. Pure. */
export function closedReasons(parts: readonly PartDiffResponse[]): { kind: string; why: string }[] {
  const told = new Set(parts.filter((part) => startsOpen(part, parts)).map((part) => part.kind));
  const reasons = new Map<string, string>();
  for (const part of parts) {
    if (part.change !== "same" && part.why !== "" && !told.has(part.kind)) reasons.set(part.kind, part.why);
  }
  return [...reasons].map(([kind, why]) => ({ kind, why }));
}
