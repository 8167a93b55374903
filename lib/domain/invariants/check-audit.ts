import type { AuditEvent } from "../audit/audit-event.ts";
import { findContradiction } from "../audit/checkpoint-line.ts";
import { verifyChain } from "../audit/verify-chain.ts";
import type { InvariantFacts } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

export type ChainFacts = Pick<InvariantFacts, "events" | "head" | "checkpoints">;

/** checkAudit (I4): the chain and its checkpoints hold; each row of state has the events that made it, and no others. */
export function checkAudit(facts: InvariantFacts): Violation[] {
  return [
    ...checkChain(facts),
    ...checkAllocationEvents(facts),
    ...checkStates(facts),
    ...checkCounts(facts),
  ];
}

function say(subject: string, sentence: string): Violation {
  return { invariant: "I4", subject, sentence };
}

/** checkChain (I4): one chain goes up to its head, and has all that its checkpoints name. */
export function checkChain({ events, head, checkpoints }: ChainFacts): Violation[] {
  const twice = findContradiction(checkpoints);
  if (twice !== null) return [say(`event ${twice}`, "Two checkpoints name it with different hashes.")];
  const verdict = verifyChain(events, checkpoints);
  if (!verdict.ok) return [say(`event ${verdict.problem.seq}`, verdict.problem.sentence)];
  if (verdict.head.seq === head.seq && verdict.head.hash === head.hash) return [];
  return [say("head", `The head says event ${head.seq}, the chain ends at event ${verdict.head.seq}.`)];
}

/** Each allocation has the one event that made it, and no event speaks of an allocation that is not there. */
function checkAllocationEvents({ allocations, events }: InvariantFacts): Violation[] {
  const made = new Map<string, number>(
    allocations.map((row) => [`${row.environment} version ${row.version}`, 0]),
  );
  const unfounded: Violation[] = [];
  for (const { seq, environment, after } of events) {
    if (typeof after?.allocationVersion !== "number") continue;
    const subject = `${environment} version ${after.allocationVersion}`;
    const count = made.get(subject);
    if (count === undefined)
      unfounded.push(say(`event ${seq}`, `It speaks of ${subject}, which is not there.`));
    else made.set(subject, count + 1);
  }
  const miscounted = [...made].filter(([, count]) => count !== 1);
  return [
    ...unfounded,
    ...miscounted.map(([subject, count]) => say(subject, `${count} events made it, not one.`)),
  ];
}

/** The newest event that names a state names the one that the row has. */
function checkStates({ promotions, rollouts, events }: InvariantFacts): Violation[] {
  const newest = new Map<string, unknown>();
  for (const event of events)
    if (event.after?.state !== undefined)
      newest.set(`${event.resourceKind} ${event.resourceId}`, event.after.state);
  const rows = [
    ...promotions.map(({ number, state }) => ({ key: `promotion ${number}`, state })),
    ...rollouts.map(({ number, state }) => ({ key: `rollout ${number}`, state })),
  ];
  return rows.flatMap(({ key, state }) =>
    newest.get(key) === state
      ? []
      : [say(key, `It is ${state}, but its newest event says ${String(newest.get(key) ?? "nothing")}.`)],
  );
}

type Count = { what: string; rows: number; isEvent: (event: AuditEvent) => boolean };

function checkCounts(facts: InvariantFacts): Violation[] {
  const action = (name: string) => (event: AuditEvent) => event.action === name;
  const counts: Count[] = [
    { what: "reviews", rows: facts.reviews.length, isEvent: ({ action }) => action.startsWith("review.") },
    { what: "releases", rows: facts.releases.length, isEvent: action("release.created") },
    { what: "quarantines", rows: facts.quarantines.length, isEvent: action("release.quarantined") },
    {
      what: "lifted quarantines",
      rows: facts.quarantines.filter(({ liftedAt }) => liftedAt !== null).length,
      isEvent: action("release.quarantine_lifted"),
    },
    { what: "reconciliations", rows: facts.reconciliations.length, isEvent: action("reconciliation.opened") },
    {
      what: "closed reconciliations",
      rows: facts.reconciliations.filter(({ state }) => state === "closed").length,
      isEvent: action("reconciliation.closed"),
    },
    { what: "known good", rows: facts.knownGood.length, isEvent: action("release.known_good") },
  ];
  return counts.flatMap(({ what, rows, isEvent }) => {
    const events = facts.events.filter(isEvent).length;
    return events === rows ? [] : [say(what, `There are ${rows} rows and ${events} events.`)];
  });
}
