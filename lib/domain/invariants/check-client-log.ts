import type { ClientLogLine } from "./client-log.ts";
import type { AllocationFact } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

type Move = Extract<ClientLogLine, { op: "move" }>;
type Read = Extract<ClientLogLine, { op: "read" }>;

/** What the database holds of what clients were told is there: `table id`. */
export type StoredRows = { allocations: readonly AllocationFact[]; countOf: ReadonlyMap<string, number> };

/**
 * checkClientLog (I2, I3, I11) holds what clients saw against what is stored. Moves carry the version they come from,
 * so one pass finds any that does not fit one order.
 */
export function checkClientLog(log: readonly ClientLogLine[], stored: StoredRows): Violation[] {
  return [...checkMoves(log, stored), ...checkReads(log), ...checkWrites(log, stored), ...checkAnswers(log)];
}

function checkMoves(log: readonly ClientLogLine[], { allocations }: StoredRows): Violation[] {
  const violations: Violation[] = [];
  const winners = new Map<string, Move>();
  for (const line of log) {
    if (line.op !== "move" || line.outcome !== "ok") continue;
    const subject = `${line.environment} version ${line.version}`;
    const isNext = line.version === line.expectedVersion + 1;
    if (!isNext)
      violations.push({
        invariant: "I2",
        subject,
        sentence: `A move from ${line.expectedVersion} was answered with it.`,
      });
    const known = winners.get(subject);
    if (known !== undefined && (known.key === undefined || known.key !== line.key))
      violations.push({ invariant: "I2", subject, sentence: "Two clients were told that they made it." });
    winners.set(subject, line);
    const isStored = allocations.some(
      ({ environment, version }) => environment === line.environment && version === line.version,
    );
    if (!isStored)
      violations.push({ invariant: "I3", subject, sentence: "It was acknowledged and is not stored." });
  }
  return violations;
}

/** A read sees no less than what was surely made before it began, and no more than what may have been made by its end. */
function checkReads(log: readonly ClientLogLine[]): Violation[] {
  const moves = log.filter((line) => line.op === "move");
  return log.filter((line) => line.op === "read").flatMap((read) => checkRead(read, moves));
}

function checkRead(read: Read, moves: readonly Move[]): Violation[] {
  const here = moves.filter(({ environment }) => environment === read.environment);
  const surely = here.filter(({ outcome, endedAtMs }) => outcome === "ok" && endedAtMs < read.invokedAtMs);
  const lowest = Math.max(0, ...surely.map(({ version }) => version ?? 0));
  const possible = here.filter(
    ({ outcome, invokedAtMs }) => outcome !== "fail" && invokedAtMs <= read.endedAtMs,
  );
  const first = Math.min(...here.map(({ expectedVersion }) => expectedVersion));
  const highest = Math.max(first, ...possible.map(({ expectedVersion }) => expectedVersion + 1));
  if (read.version >= lowest && (here.length === 0 || read.version <= highest)) return [];
  const sentence = `A read saw version ${read.version}, when it could be ${lowest} to ${highest} only.`;
  return [{ invariant: "I2", subject: read.environment, sentence }];
}

function checkWrites(log: readonly ClientLogLine[], { countOf }: StoredRows): Violation[] {
  return log.flatMap((line) => {
    if (line.op !== "write" || line.outcome !== "ok") return [];
    const count = countOf.get(`${line.table} ${line.id}`) ?? 0;
    if (count === 1) return [];
    const sentence = `It was acknowledged and is stored ${count} times.`;
    return [{ invariant: "I3", subject: `${line.table} ${line.id}`, sentence } as const];
  });
}

function checkAnswers(log: readonly ClientLogLine[]): Violation[] {
  const answers = new Map<string, string>();
  return log.flatMap((line) => {
    if (line.op === "read" || line.key === undefined || line.status === undefined || line.outcome !== "ok")
      return [];
    const answer = `${line.status} ${line.bodyDigest ?? ""}`;
    const known = answers.get(line.key);
    answers.set(line.key, answer);
    if (known === undefined || known === answer) return [];
    return [
      { invariant: "I11", subject: `key ${line.key}`, sentence: "It was answered in two ways." } as const,
    ];
  });
}
