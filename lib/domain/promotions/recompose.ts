import type { Refusal } from "../refusal.ts";
import type { ReleasePart } from "../releases/release-part.ts";
import { refOf } from "../releases/release-part.ts";
import { isOpenPromotion, type PromotionState } from "./promotion-state.ts";

type Part = Pick<ReleasePart, "kind" | "name" | "version" | "digest">;

export type Recomposed = {
  parts: Part[];
  /** Parts that both sides changed, in words: the candidate's was taken. */
  conflicts: { kind: string; name: string; sentence: string }[];
};

/**
 * recomposeParts applies what a candidate changed of its old base to the new base: what it changed or added is taken
 * from it, what it took out stays out, all else is the new base's. A part that both sides changed differently takes
 * the candidate's, and is named.
 */
export function recomposeParts(
  base: readonly Part[],
  oldBase: readonly Part[],
  candidate: readonly Part[],
): Recomposed {
  const [now, before, own] = [byName(base), byName(oldBase), byName(candidate)];
  const parts: Part[] = [];
  const conflicts: Recomposed["conflicts"] = [];
  for (const key of [...new Set([...now.keys(), ...own.keys(), ...before.keys()])].sort()) {
    const [there, old, mine] = [now.get(key), before.get(key), own.get(key)];
    const isOwnChange = !isSame(mine, old);
    const taken = isOwnChange ? mine : there;
    if (taken !== undefined) parts.push(taken);
    if (!isOwnChange || isSame(there, old) || isSame(there, mine)) continue;
    const { kind, name } = mine ?? there ?? old ?? { kind: "", name: "" };
    const words = `${kind.replaceAll("_", " ")} ${name}: the base moved to ${shown(there)}`;
    conflicts.push({ kind, name, sentence: `${words}, the candidate has ${shown(mine)}, which was taken.` });
  }
  return { parts, conflicts };
}

function byName(parts: readonly Part[]): Map<string, Part> {
  return new Map(parts.map((part) => [JSON.stringify([part.kind, part.name]), part]));
}

function isSame(left: Part | undefined, right: Part | undefined): boolean {
  return left?.version === right?.version && left?.digest === right?.digest;
}

function shown(part: Part | undefined): string {
  return part === undefined ? "none" : refOf(part);
}

/** refuseRecompose says why a promotion cannot be composed anew; null when it can. */
export function refuseRecompose(facts: {
  state: PromotionState;
  baseReleaseId: string | null;
  currentBaseId: string | null;
}): Refusal | null {
  if (!isOpenPromotion(facts.state) || facts.state === "merging") {
    const state = facts.state.replace("_", " ");
    return { code: "wrong-state", sentence: `A promotion that is ${state} cannot be composed again.` };
  }
  if (facts.baseReleaseId !== facts.currentBaseId) return null;
  return { code: "no-op", sentence: "Its base is still what git names: there is nothing to compose again." };
}
