import { checkFastGate } from "../../domain/gates/fast-gate.ts";
import type { GateTerm } from "../../domain/gates/gate-term.ts";
import type { StaticCostFacts } from "../../domain/gates/judge-static-cost.ts";
import { checkPins, type KnownFile } from "../../domain/prompts/check-pins.ts";
import type { Reader } from "../client.ts";
import { loadPartChecks, type PartCheck } from "./load-part-checks.ts";
import { loadStaticCost } from "./load-static-cost.ts";
import type { JudgingPolicy } from "./read-policy.ts";

type Component = { kind: string; name: string; version: string; digest: string; artifactVersionId: string };

type Input = {
  requires: readonly string[];
  components: readonly Component[];
  /** Every policy that judges: the first is that of the desired release. */
  policies: readonly [JudgingPolicy, ...JudgingPolicy[]];
} & Pick<StaticCostFacts, "monthlyRequests" | "spentUsd" | "unknownCostRuns">;

/** runFastGate reads a release's parts and judges what can be refused in a moment, under each policy that judges. */
export async function runFastGate(db: Reader, input: Input): Promise<GateTerm[]> {
  const { requires, components, policies, monthlyRequests, spentUsd, unknownCostRuns } = input;
  const problem = policies.map((policy) => policy.problem).find((each) => each !== null) ?? null;
  const versions = components.map(({ artifactVersionId: id, kind }) => ({ id, kind }));
  const checks = await loadPartChecks(db, versions);
  const known = { ...(await loadStaticCost(components, checks)), monthlyRequests, spentUsd, unknownCostRuns };
  const outputs = [...checks.values()].flatMap(({ outputProblems }) =>
    outputProblems === null ? [] : [outputProblems],
  );
  return checkFastGate({
    requires,
    parts: components.map((part) => {
      const check = checks.get(part.artifactVersionId);
      return { ...part, contentDigest: check?.contentDigest ?? null, problems: check?.problems ?? null };
    }),
    policy:
      problem === null
        ? { ok: true, policy: policies[0].policy }
        : { ok: false, problems: [{ pointer: "", message: problem }] },
    pinProblems: pinProblemsOf(components, checks),
    outputProblems: outputs.length === 0 ? null : outputs.flat(),
    costs: policies.map(({ policy }) => ({ ...known, policy })),
  });
}

/** A prompt's pins are held against its own files first, then against the tool schemas that the release is made of. */
function pinProblemsOf(components: readonly Component[], checks: ReadonlyMap<string, PartCheck>) {
  const tools = components
    .filter(({ kind }) => kind === "tool_schema")
    .flatMap(({ name, version, artifactVersionId }): KnownFile[] => {
      const files = checks.get(artifactVersionId)?.files ?? [];
      return files.map((file) => (files.length === 1 ? { ...file, ref: `${name}@${version}` } : file));
    });
  return [...checks.values()].flatMap(({ pins, files }) =>
    pins === null ? [] : checkPins(pins, [...files, ...tools]),
  );
}
