import { createHash } from "node:crypto";
import { canonicalJson } from "../../../lib/domain/canonical-json.ts";
import type { BenchRow } from "../frame/bench-row.ts";

const COMPONENTS = [
  "prompt",
  "model",
  "feature_view",
  "retrieval_index",
  "guardrail_policy",
  "judge",
  "router",
];

/** A release's manifest of the usual size: seven components, about 1.6 kB. */
const MANIFEST = {
  schema: "tupelo-manifest/1",
  components: Object.fromEntries(
    COMPONENTS.map((kind, index) => [
      kind,
      {
        ref: `support@2.${index}`,
        digest: `sha256:${String(index).repeat(64)}`,
        path: `parts/${kind}@2.${index}.md`,
      },
    ]),
  ),
};

/** Ids and digests: RFC 8785 and sha256, against JSON.stringify and sha256, which sorts nothing. */
export const idsAndDigests: BenchRow = {
  name: "ids and digests",
  rounds: 9,
  open: async ({ scale }) => {
    const times = Math.max(100, Math.round(20_000 * scale));
    const expected = sha256(canonicalJson(MANIFEST));
    const side = (name: string, serialise: (value: typeof MANIFEST) => string, mustEqual: string | null) => ({
      name,
      measure: async () => {
        let last = "";
        const startedAt = performance.now();
        for (let index = 0; index < times; index += 1) last = sha256(serialise(MANIFEST));
        const microseconds = ((performance.now() - startedAt) * 1_000) / times;
        if (mustEqual !== null && last !== mustEqual) throw new Error(`${name} made another digest`);
        return microseconds;
      },
    });
    return {
      unit: "µs each",
      sides: [side("ours", canonicalJson, expected), side("JSON.stringify + sha256", JSON.stringify, null)],
      goals: [
        { name: "time of the floor", of: "ours", against: "JSON.stringify + sha256", limit: { atMost: 1.4 } },
      ],
      close: async () => {},
    };
  },
};

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
