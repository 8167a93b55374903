import type { AllocationFact, EnvironmentFact, InvariantFacts } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

const OPEN = ["waiting", "stepping", "baking", "paused"];

/** checkAllocations (I1): versions 1 to n of each environment without gap or double, a sound split, one open rollout. */
export function checkAllocations(facts: InvariantFacts): Violation[] {
  return facts.environments.flatMap((environment) => [
    ...checkVersions(environment, of(facts.allocations, environment)),
    ...of(facts.allocations, environment).flatMap(checkSplit),
    ...checkOpenRollouts(facts, environment),
  ]);
}

function of<Row extends { environment: string }>(rows: readonly Row[], { name }: EnvironmentFact): Row[] {
  return rows.filter((row) => row.environment === name);
}

function checkVersions(environment: EnvironmentFact, rows: readonly AllocationFact[]): Violation[] {
  const found = rows.map((row) => row.version).sort((left, right) => left - right);
  const isWhole = found.every((version, index) => version === index + 1);
  if (isWhole && found.length === environment.allocationVersion) return [];
  const sentence = `Its versions are ${found.join(", ") || "none"}, and it says that ${environment.allocationVersion} is the current one.`;
  return [{ invariant: "I1", subject: environment.name, sentence }];
}

function checkSplit(row: AllocationFact): Violation[] {
  const isShare = Number.isInteger(row.shareBp) && row.shareBp >= 0 && row.shareBp <= 10_000;
  const isSplitSound = row.candidateReleaseId === null ? row.shareBp === 0 : row.shareBp > 0;
  const isServed = row.controlReleaseId !== null || row.candidateReleaseId !== null;
  if (isShare && isSplitSound && isServed) return [];
  const sentence = `Version ${row.version} gives ${row.shareBp} basis points to ${row.candidateReleaseId ?? "no candidate"} beside ${row.controlReleaseId ?? "no control"}.`;
  return [{ invariant: "I1", subject: row.environment, sentence }];
}

function checkOpenRollouts(facts: InvariantFacts, environment: EnvironmentFact): Violation[] {
  const open = of(facts.rollouts, environment).filter((rollout) => OPEN.includes(rollout.state));
  const current = of(facts.allocations, environment).find(
    (row) => row.version === environment.allocationVersion,
  );
  const violations: Violation[] = [];
  if (open.length > 1) {
    const sentence = `The rollouts ${open.map(({ number }) => `#${number}`).join(", ")} are open at once.`;
    violations.push({ invariant: "I1", subject: environment.name, sentence });
  }
  const candidate = current?.candidateReleaseId ?? null;
  if (candidate !== null && !open.some((rollout) => rollout.candidateReleaseId === candidate)) {
    const sentence = `${candidate} has a share, but no open rollout is about it.`;
    violations.push({ invariant: "I1", subject: environment.name, sentence });
  }
  return violations;
}
