import { sha256Hex } from "../digest.ts";
import { compareCodePoints, pythonJson } from "../releases/python-json.ts";

/** How values are prepared on one path: chunker, embedding, normalisation, filters, by name. */
export type Preparation = Readonly<Record<string, string>>;

/** What one path does otherwise than the other; null where it says nothing of it. */
export type PreparationDifference = { name: string; offline: string | null; online: string | null };

/**
 * Whether both paths prepare values alike. A view of which one path was never described is not equal to anything:
 * it is untested, and no data is never a pass.
 */
export type PreparationParity =
  | { verdict: "equal"; fingerprint: string }
  | { verdict: "skew"; offline: string; online: string; differences: PreparationDifference[] }
  | { verdict: "untested"; missing: ("offline" | "online")[] };

/** preparationFingerprint is the article's: the first eight hex digits of sha256 over Python's JSON of the configuration. */
export function preparationFingerprint(preparation: Preparation): string {
  return sha256Hex(pythonJson(preparation)).slice(0, 8);
}

/** comparePreparation holds the two paths of a view against each other, and names what differs. Null: not described. */
export function comparePreparation(
  offline: Preparation | null,
  online: Preparation | null,
): PreparationParity {
  if (offline === null || online === null) {
    const missing = [
      ...(offline === null ? (["offline"] as const) : []),
      ...(online === null ? (["online"] as const) : []),
    ];
    return { verdict: "untested", missing };
  }
  const differences = listDifferences(offline, online);
  if (differences.length === 0) return { verdict: "equal", fingerprint: preparationFingerprint(offline) };
  return {
    verdict: "skew",
    offline: preparationFingerprint(offline),
    online: preparationFingerprint(online),
    differences,
  };
}

function listDifferences(offline: Preparation, online: Preparation): PreparationDifference[] {
  const names = [...new Set([...Object.keys(offline), ...Object.keys(online)])].sort(compareCodePoints);
  return names
    .map((name) => ({ name, offline: settingOf(offline, name), online: settingOf(online, name) }))
    .filter((each) => each.offline !== each.online);
}

function settingOf(preparation: Preparation, name: string): string | null {
  return Object.hasOwn(preparation, name) ? (preparation[name] ?? null) : null;
}
