import type { Person } from "./motion-commands.ts";
import type { MotionWorld } from "./motion-world.ts";

const TTL_MS = 72 * 3_600_000;
const COOLDOWN_MS = 30 * 60_000;

/**
 * What people did, written down from outside as they did it: who made which release, and what each said last about
 * which promotion. The product's own records are not asked, so that a mistake in them is found.
 */
export type MotionLedger = {
  makers: Map<string, Set<Person>>;
  /** By promotion: the newest word of each. */
  words: Map<number, Map<Person, { decision: string; at: Date }>>;
  /** Who named a release in git by hand, last. */
  namedBy: Map<string, Person>;
  cooldownEndedAt: Date | null;
  /** Rollouts and allocations that were looked at already. */
  seenRollouts: number;
};

export function createLedger(): MotionLedger {
  return { makers: new Map(), words: new Map(), namedBy: new Map(), cooldownEndedAt: null, seenRollouts: 0 };
}

/** noteMaker writes down that somebody wrote, composed, proposed or named a release. */
export function noteMaker(ledger: MotionLedger, releaseId: string, ...people: readonly Person[]): void {
  const known = ledger.makers.get(releaseId) ?? new Set();
  for (const person of people) known.add(person);
  ledger.makers.set(releaseId, known);
}

/** noteWord writes down what somebody said about a promotion; it takes the place of what he said before. */
export function noteWord(
  ledger: MotionLedger,
  number: number,
  person: Person,
  word: { decision: string; at: Date },
): void {
  const known = ledger.words.get(number) ?? new Map<Person, { decision: string; at: Date }>();
  known.set(person, word);
  ledger.words.set(number, known);
}

/** findForbidden lists what started since the last look and should not have, in sentences. */
export async function findForbidden(world: MotionWorld, ledger: MotionLedger): Promise<string[]> {
  const { db } = world.test;
  const where = { projectId: world.project.id };
  const rollouts = await db.rollout.findMany({
    where: { ...where, number: { gt: ledger.seenRollouts } },
    orderBy: { number: "asc" },
  });
  const found: string[] = [];
  for (const { number, promotionNumber, candidateReleaseId, createdAt } of rollouts) {
    ledger.seenRollouts = number;
    const why = whyNotReviewed(ledger, {
      number: promotionNumber,
      releaseId: candidateReleaseId,
      at: createdAt,
    });
    if (why !== null) found.push(`Rollout ${number}: ${why}`);
  }
  return [...found, ...(await findHasty(world, ledger))];
}

function whyNotReviewed(
  ledger: MotionLedger,
  merged: { number: number; releaseId: string; at: Date },
): string | null {
  const makers = ledger.makers.get(merged.releaseId) ?? new Set();
  const words = [...(ledger.words.get(merged.number) ?? [])];
  if (words.some(([, { decision }]) => decision !== "approve"))
    return `somebody asked for changes of promotion ${merged.number}.`;
  const sound = words.filter(
    ([person, { at }]) => !makers.has(person) && merged.at.getTime() - at.getTime() < TTL_MS,
  );
  if (sound.length > 0) return null;
  const made = [...makers].join(", ") || "neither";
  return `promotion ${merged.number} was approved by nobody else (${made} made ${merged.releaseId}).`;
}

/** Nothing starts within the cooldown of an emergency, unless somebody ended it. */
async function findHasty(world: MotionWorld, ledger: MotionLedger): Promise<string[]> {
  const { db } = world.test;
  const where = { projectId: world.project.id };
  const newest = { orderBy: { createdAt: "desc" } } as const;
  const rollback = await db.rollback.findFirst({
    where: { ...where, cause: { in: ["break_glass", "controller"] } },
    ...newest,
  });
  const allocation = await db.allocation.findFirst({ where, orderBy: { version: "desc" } });
  if (rollback === null || allocation === null || allocation.cause !== "rollout") return [];
  const isAfter = allocation.version > rollback.allocationVersion;
  const waitedMs = allocation.createdAt.getTime() - rollback.createdAt.getTime();
  const endedAt = ledger.cooldownEndedAt;
  const isEnded = endedAt !== null && endedAt >= rollback.createdAt && endedAt <= allocation.createdAt;
  if (!isAfter || waitedMs >= COOLDOWN_MS || isEnded) return [];
  return [`Allocation ${allocation.version} came ${waitedMs / 60_000} minutes after a rollback.`];
}
