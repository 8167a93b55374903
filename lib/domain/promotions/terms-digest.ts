import { canonicalJson } from "../canonical-json.ts";
import { digestOf } from "../digest.ts";
import type { GateTerm } from "../gates/gate-term.ts";

/**
 * termsDigest covers what a reviewer read in the gate table: each term's verdict, numbers and limit. Two sets of
 * evidence with the same digest tell a reviewer the same, whichever runs they come from.
 */
export function termsDigest(
  terms: readonly Pick<GateTerm, "id" | "label" | "verdict" | "control" | "candidate" | "limit">[],
): string {
  return digestOf(
    canonicalJson(
      terms.map(({ id, label, verdict, control, candidate, limit }) => [
        id,
        label,
        verdict,
        control,
        candidate,
        limit,
      ]),
    ),
  );
}
