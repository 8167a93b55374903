/** How a field of a policy was written: pointers of problems name what stands in the file. */
export type NormalisedPolicy = {
  value: unknown;
  asWritten: (path: readonly PropertyKey[]) => readonly PropertyKey[];
};

/**
 * normalisePolicy reads the old spelling of a policy, whose gate was `gates` with `tokens.maxIncrease`, as what it
 * meant: `evalGate` with `tokens.block`. A policy that says `evalGate` is left alone, so that one with both is refused.
 */
export function normalisePolicy(value: unknown): NormalisedPolicy {
  if (!isRecord(value) || !("gates" in value) || "evalGate" in value)
    return { value, asWritten: (path) => path };
  const { gates, ...rest } = value;
  const evalGate =
    isRecord(gates) && isRecord(gates.tokens) ? { ...gates, tokens: renamed(gates.tokens) } : gates;
  return { value: { ...rest, evalGate }, asWritten };
}

/** Only `maxIncrease` was known: any other name stays, and is told to be unknown. */
function renamed(tokens: Record<string, unknown>): Record<string, unknown> {
  if (!("maxIncrease" in tokens) || "block" in tokens) return tokens;
  const { maxIncrease, ...rest } = tokens;
  return { ...rest, block: maxIncrease };
}

function asWritten(path: readonly PropertyKey[]): readonly PropertyKey[] {
  if (path[0] !== "evalGate") return path;
  const isLimit = path[1] === "tokens" && path[2] === "block";
  return [
    "gates",
    ...path.slice(1, isLimit ? 2 : undefined),
    ...(isLimit ? ["maxIncrease", ...path.slice(3)] : []),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
