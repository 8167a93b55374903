export type Measured = { score: number; tokens?: number; latencyMs?: number };

/** evalFile is a result file in Tupelo's own format: five cases with the same numbers. */
export function evalFile({ score, tokens = 100, latencyMs = 500 }: Measured): Uint8Array {
  const cases = ["c1", "c2", "c3", "c4", "c5"].map((caseId) => ({
    ...{ caseId, score, latencyMs },
    passed: true,
    totalTokens: tokens,
  }));
  return new TextEncoder().encode(JSON.stringify({ format: "tupelo", version: 1, tool: "test", cases }));
}
