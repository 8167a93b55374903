import type { InvariantFacts, RollbackFact } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

/** checkRollbacks (I5, I10): emergencies are accounted for, and the controller takes a candidate back once at most. */
export function checkRollbacks(facts: InvariantFacts): Violation[] {
  return [
    ...facts.rollbacks.flatMap((rollback) => checkAccount(facts, rollback)),
    ...checkPulls(facts),
    ...checkAutomatic(facts),
  ];
}

function checkAccount(facts: InvariantFacts, rollback: RollbackFact): Violation[] {
  const subject = `rollback ${rollback.id}`;
  const violations: Violation[] = [];
  const say = (sentence: string) => violations.push({ invariant: "I5", subject, sentence });
  if (rollback.reason.trim() === "") say("It has no reason.");
  if (rollback.actor.trim() === "") say("It has no actor.");
  const isPerson = rollback.actor.startsWith("account:");
  if (!isPerson && rollback.cause === "controller" && !hasDecision(facts, rollback))
    say("The controller acted without a stored decision.");
  const needsPull = rollback.cause !== "followed_revert";
  if (needsPull && !isReconciled(facts, rollback))
    say("Git named another release and no reconciliation was opened.");
  return violations;
}

function hasDecision(facts: InvariantFacts, rollback: RollbackFact): boolean {
  return facts.decisions.some(({ id, action }) => id === rollback.decisionId && action === "rollback");
}

/** A rollback to what git names already needs none; the event of the rollback says what git named then. */
function isReconciled(facts: InvariantFacts, rollback: RollbackFact): boolean {
  const covered = facts.reconciliations.some(
    (row) =>
      row.environment === rollback.environment &&
      row.openedAt <= rollback.at &&
      (row.closedAt === null || row.closedAt >= rollback.at),
  );
  return covered || desiredAt(facts, rollback) === rollback.toReleaseId;
}

function desiredAt(facts: InvariantFacts, rollback: RollbackFact): string | null {
  const moves = facts.events.filter(
    (event) => event.action === "environment.desired_changed" && event.environment === rollback.environment,
  );
  const before = moves.filter((event) => new Date(event.at).getTime() <= rollback.at.getTime());
  const named = before.at(-1)?.after?.desired;
  return typeof named === "string" ? named : null;
}

/** Never two open pull requests for one reconciliation. */
function checkPulls(facts: InvariantFacts): Violation[] {
  return facts.reconciliations.flatMap(({ number }) => {
    const open = facts.reconciliationPulls.filter((pull) => pull.number === number && pull.state === "open");
    if (open.length < 2) return [];
    const sentence = `The pull requests ${open.map(({ pullNumber }) => pullNumber).join(", ")} are open for it at once.`;
    return [{ invariant: "I5", subject: `reconciliation #${number}`, sentence } as const];
  });
}

function checkAutomatic(facts: InvariantFacts): Violation[] {
  const automatic = facts.rollbacks.filter(({ cause }) => cause === "controller");
  const byRollout = new Map<number, number>();
  for (const { decisionId } of automatic) {
    const decision = facts.decisions.find(({ id }) => id === decisionId);
    if (decision !== undefined)
      byRollout.set(decision.rolloutNumber, (byRollout.get(decision.rolloutNumber) ?? 0) + 1);
  }
  return [...byRollout]
    .filter(([, count]) => count > 1)
    .map(([number, count]) => ({
      invariant: "I10" as const,
      subject: `rollout #${number}`,
      sentence: `The controller took it back ${count} times.`,
    }));
}
