import type { EnvironmentFact, InvariantFacts } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

const OPEN = ["waiting", "stepping", "baking", "paused"];

/** checkConvergence (I6): git and what is served agree, or an open reconciliation or rollout says why they do not. */
export function checkConvergence(facts: InvariantFacts): Violation[] {
  return facts.environments.flatMap((environment) => {
    if (environment.namedInGit.state === "unknown") return [];
    const named = environment.namedInGit.releaseId;
    if (isExplained(facts, environment, named)) return [];
    const served = currentControl(facts, environment);
    const sentence = `Git names ${named ?? "nothing"}, ${served ?? "nothing"} is served, and nothing open says why.`;
    return [{ invariant: "I6", subject: environment.name, sentence } as const];
  });
}

function currentControl(facts: InvariantFacts, { name, allocationVersion }: EnvironmentFact): string | null {
  const current = facts.allocations.find(
    (row) => row.environment === name && row.version === allocationVersion,
  );
  if (current === undefined) return null;
  return current.shareBp === 10_000 ? current.candidateReleaseId : current.controlReleaseId;
}

function isExplained(facts: InvariantFacts, environment: EnvironmentFact, named: string | null): boolean {
  if (named === currentControl(facts, environment)) return true;
  const here = ({ environment: name }: { environment: string }) => name === environment.name;
  const isOpen = facts.reconciliations.filter(here).some(({ state }) => state === "open");
  const rollout = facts.rollouts.filter(here).find(({ state }) => OPEN.includes(state));
  return isOpen || (rollout !== undefined && rollout.candidateReleaseId === named);
}
