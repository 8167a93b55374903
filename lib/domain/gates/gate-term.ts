/** Each thing that a gate asks; the first four are the fast gate's, which needs no model call. */
export const GATE_TERM_IDS = [
  "required_kinds",
  "floating_references",
  "digests",
  "policy",
  "quality",
  "quality_min",
  "tokens",
  "latency_p95",
  "errors",
] as const;
export type GateTermId = (typeof GATE_TERM_IDS)[number];

export type GateTermVerdict = "pass" | "fail" | "insufficient" | "not_applicable" | "not_comparable";

/** One term with every number it used. `control` and `candidate` are null where nothing was measured. */
export type GateTerm = {
  id: GateTermId;
  label: string;
  verdict: GateTermVerdict;
  control: number | null;
  candidate: number | null;
  limit: string;
  arithmetic: string;
  sentence: string;
};

/**
 * roundedForLimit makes a comparison with a limit mean what people read: 713 / 620 - 1 is 0.15000000000000002 in
 * floating point and exactly 15 % on paper. A billionth is far below anything that is measured.
 */
export function roundedForLimit(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** numberText writes a value with at most `decimals` places, and with more where it would look equal to `against`. */
export function numberText(value: number, against: number, decimals: number): string {
  const isSame = roundedForLimit(value) === roundedForLimit(against);
  for (let places = decimals; places < 9; places += 1) {
    const text = Number(value.toFixed(places));
    if (isSame || text !== Number(against.toFixed(places))) return String(text);
  }
  return String(roundedForLimit(value));
}

/** percentText writes a share as people do: 0.274 is `27.4%`; more places where it would look equal to `against`. */
export function percentText(share: number, against: number): string {
  return `${numberText(share * 100, against * 100, 1)}%`;
}
