import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Transaction } from "../../db/client.ts";
import { readChain } from "../../db/queries/load-audit-events.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { AuditEvent } from "../../domain/audit/audit-event.ts";
import type { KnownCheckpoint } from "../../domain/audit/checkpoint-line.ts";
import { restamp } from "../../domain/audit/testing/restamp.ts";
import { rounds } from "../../domain/testing/rounds.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import { verifyInvariants } from "../invariants/verify-invariants.ts";
import { promoteAndServe, rollBackTo, startServing } from "../testing/motion-steps.ts";
import { createMotionWorld, GIT_SYNC, type MotionWorld } from "../testing/motion-world.ts";

const seed = Number(process.env.TUPELO_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = rounds(20, 1_000);

let test: TestDatabase;
let world: MotionWorld;
let chain: AuditEvent[];
/** What the checkpoint file says: the end, and some before it. */
let kept: KnownCheckpoint[];

beforeAll(async () => {
  test = await createTestDatabase();
  world = await createMotionWorld(test);
  await startServing(world);
  await promoteAndServe(world, "2", 0.9);
  await rollBackTo(world);
  chain = [];
  for await (const batch of readChain(test.db, world.project.id)) chain.push(...batch);
  kept = chain
    .filter(({ seq }) => seq % 7 === 0 || seq === chain.length)
    .map(({ seq, hash }) => ({ chain: world.project.id, seq, hash }));
  await asSuperuser(async (tx) => {
    for (const table of ["audit_event", "audit_head"]) {
      await tx.$executeRawUnsafe(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    }
  });
}, 120_000);
afterAll(async () => {
  world.close();
  await test.drop();
});

/** What somebody can do who owns the database: no trigger and no key stands in the way. */
async function asSuperuser(work: (tx: Transaction) => Promise<void>): Promise<void> {
  await test.db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe("SET LOCAL session_replication_role = replica");
    await work(tx);
  });
}
const restore = () =>
  asSuperuser(async (tx) => {
    for (const table of ["audit_event", "audit_head"]) {
      await tx.$executeRawUnsafe(`DELETE FROM ${table}`);
      await tx.$executeRawUnsafe(`INSERT INTO ${table} TABLE kept_${table}`);
    }
  });
afterEach(restore);

/** Git is not asked: what it says has not changed, and asking takes most of the time. */
const away = () => {
  throw new GitUnavailable("Nobody asks git here.");
};
const verify = (known = kept) =>
  verifyInvariants({ ...world.as(GIT_SYNC), gitHostFor: away }, world.project, [], known);
const pick = <T>(all: readonly T[], where: number): T => {
  const found = all[where % all.length];
  if (found === undefined) throw new Error("there is nothing to pick from");
  return found;
};

/** Numbers that a change is made of. */
type Dice = { where: number; other: number; much: number };
const number = fc.nat({ max: 2 ** 30 });
const dice = fc.record({ where: number, other: number, much: number });

const TEXTS = [
  ...["actorKind", "actorId", "actorName", "action", "resourceKind", "resourceId"],
  ...["environment", "releaseId", "reason", "requestId", "prevHash", "hash"],
];
/** SQL that gives each column another value than it has. */
const COLUMNS: Record<string, (much: number) => string> = {
  ...Object.fromEntries(
    TEXTS.map((name) => [name, (much: number) => `"${name}" = coalesce("${name}", '') || '${much % 10}'`]),
  ),
  chain: (much) => `chain = chain || '${much % 10}'`,
  seq: (much) => `seq = seq + 1000 + ${much % 1_000}`,
  at: (much) => `at = at + interval '1 millisecond' * ${1 + (much % 100_000)}`,
  before: (much) => `before = coalesce(before, '{}') || '{"tampered": ${much}}'`,
  after: (much) => `after = CASE WHEN after IS NULL THEN '${much}'::jsonb ELSE NULL END`,
};

async function setHead(tx: Transaction, { seq, hash }: Pick<AuditEvent, "seq" | "hash">): Promise<void> {
  await tx.auditHead.update({ where: { chain: world.project.id }, data: { seq, hash } });
}

const own = () => ({ chain: world.project.id });
const tampers: Record<string, (tx: Transaction, dice: Dice) => Promise<unknown>> = {
  "a changed column": (tx, { where, other, much }) => {
    const change = COLUMNS[pick(Object.keys(COLUMNS), other)]?.(much);
    const { seq } = pick(chain, where);
    return tx.$executeRawUnsafe(
      `UPDATE audit_event SET ${change} WHERE chain = $1 AND seq = $2`,
      own().chain,
      seq,
    );
  },
  "a deleted row": (tx, { where }) =>
    tx.auditEvent.deleteMany({ where: { ...own(), seq: pick(chain, where).seq } }),
  "deleted rows": (tx, { where, much }) => {
    const { seq } = pick(chain, where);
    return tx.auditEvent.deleteMany({ where: { ...own(), seq: { gte: seq, lte: seq + (much % 9) } } });
  },
  "two rows in each other's place": async (tx, { where, other }) => {
    const { seq } = pick(chain, where);
    const second = pick(
      chain.filter((event) => event.seq !== seq),
      other,
    ).seq;
    for (const [from, to] of [
      [seq, -1],
      [second, seq],
      [-1, second],
    ] as const)
      await tx.auditEvent.updateMany({ where: { ...own(), seq: from }, data: { seq: to } });
  },
  "a row more": (tx, { where }) => {
    const event = pick(chain, where);
    return tx.$executeRawUnsafe(
      `INSERT INTO audit_event SELECT chain, $3::int, "at", "actorKind", "actorId", "actorName", action, "resourceKind",
         "resourceId", environment, "releaseId", before, after, reason, "requestId", "prevHash", hash
       FROM audit_event WHERE chain = $1 AND seq = $2`,
      own().chain,
      event.seq,
      chain.length + 1,
    );
  },
  "a cut tail, with its head": async (tx, { where }) => {
    const last = pick(chain.slice(0, -1), where);
    await tx.auditEvent.deleteMany({ where: { ...own(), seq: { gt: last.seq } } });
    await setHead(tx, last);
  },
  "a head that says something else": async (tx, { where }) => setHead(tx, pick(chain.slice(0, -1), where)),
  "a row changed, and all hashes from there on made anew": async (tx, { where, other, much }) => {
    const { seq } = pick(chain, where);
    const change = pick<Partial<AuditEvent>>(
      [
        { actorName: `Eve ${much}` },
        { reason: `because ${much}` },
        { at: new Date(much * 1_000).toISOString() },
      ],
      other,
    );
    const anew = restamp(chain, seq, change);
    for (const event of anew.filter((each) => each.seq >= seq)) {
      const { actorName, reason, at, prevHash, hash } = event;
      await tx.auditEvent.updateMany({
        where: { ...own(), seq: event.seq },
        data: { actorName, reason, at, prevHash, hash },
      });
    }
    await setHead(tx, pick(anew, anew.length - 1));
  },
  "a chain that is gone": async (tx) => {
    await tx.auditEvent.deleteMany({ where: own() });
    await tx.auditHead.deleteMany({ where: own() });
  },
};
const PER_KIND = Math.ceil(ROUNDS / Object.keys(tampers).length);

describe(`audit tables that somebody changed (TUPELO_SEED=${seed})`, { timeout: 3_600_000 }, () => {
  it("hold as they were written", async () => {
    expect(await verify()).toEqual([]);
    expect(await verifyInvariants(world.as(GIT_SYNC), world.project, [], kept)).toEqual([]);
  });

  it.each(Object.entries(tampers))(`are found, ${PER_KIND} times: %s`, async (_name, tamper) => {
    const found = fc.asyncProperty(dice, async (thrown) => {
      await asSuperuser(async (tx) => {
        await tamper(tx, thrown);
      });
      const violations = await verify();
      await restore();
      expect(violations).toContainEqual(expect.objectContaining({ invariant: "I4" }));
    });
    await fc.assert(found, { seed, numRuns: PER_KIND });
    expect(await verify()).toEqual([]);
  });

  it("are found by checkpoints alone where all hashes were made anew", async () => {
    const tamper = tampers["a row changed, and all hashes from there on made anew"];
    await asSuperuser(async (tx) => {
      await tamper?.(tx, { where: chain.length - 1, other: 1, much: 0 });
    });
    expect(await verify([])).toEqual([]);
    expect(await verify()).not.toEqual([]);
  });
});
