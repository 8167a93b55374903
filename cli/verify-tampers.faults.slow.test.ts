import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../lib/domain/audit/audit-event.ts";
import { buildChain } from "../lib/domain/audit/testing/build-chain.ts";
import { buildExport } from "../lib/domain/audit/testing/build-export.ts";
import { restamp } from "../lib/domain/audit/testing/restamp.ts";
import { rounds } from "../lib/domain/testing/rounds.ts";
import { splitLines } from "./read-lines.ts";
import { verifyLines } from "./verify.ts";

const EVENTS = 40;
const chain = buildChain(EVENTS);
const whole = new TextEncoder().encode(buildExport(chain));
/** What a clone and a checkpoint file know: some in the middle, and the end. */
const checkpoint = [7, 19, 33, EVENTS].map((seq) => ({ seq, hash: chain[seq - 1]?.hash ?? "" }));

const seed = Number(process.env.TUPELO_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = rounds(20, 1_000);

/** Numbers that a change is made of. */
type Dice = { where: number; other: number; much: number };
const dice = fc.record({
  where: fc.nat({ max: 2 ** 30 }),
  other: fc.nat({ max: 2 ** 30 }),
  much: fc.nat({ max: 2 ** 30 }),
});

const asBytes = (text: string) => new TextEncoder().encode(text);
const lines = () => new TextDecoder().decode(whole).trimEnd().split("\n");
const joined = (all: readonly string[]) => asBytes(`${all.join("\n")}\n`);
/** Between the first line and the last: the events. */
const eventAt = (where: number) => 1 + (where % EVENTS);
const pick = <T>(all: readonly T[], where: number): T => {
  const found = all[where % all.length];
  if (found === undefined) throw new Error("there is nothing to pick from");
  return found;
};

function changeField(event: AuditEvent, { other, much }: Dice): Partial<AuditEvent> {
  const fields = [
    "actorName",
    "actorId",
    "action",
    "resourceId",
    "reason",
    "requestId",
    "environment",
  ] as const;
  const field = pick(fields, other);
  return pick(
    [
      { [field]: `${event[field]}${much}` },
      { [field]: "" },
      { after: { state: "in_review", much } },
      { at: new Date(Date.parse(event.at) + 1 + (much % 1_000)).toISOString() },
      { before: null },
    ],
    much,
  );
}

/** How somebody may change a file, who cannot change what others keep. `null`: the dice changed nothing. */
const TAMPERS: Record<string, (dice: Dice) => Uint8Array | null> = {
  "a flipped bit": ({ where, much }) => {
    const index = where % whole.length;
    return whole.with(index, (whole[index] ?? 0) ^ (1 << (much % 8)));
  },
  "another byte": ({ where, much }) => {
    const index = where % whole.length;
    return whole[index] === much % 256 ? null : whole.with(index, much % 256);
  },
  "bytes that are missing": ({ where, much }) => {
    const start = where % whole.length;
    return Uint8Array.from([...whole.subarray(0, start), ...whole.subarray(start + 1 + (much % 900))]);
  },
  "bytes that were put in": ({ where, much }) => {
    const start = where % (whole.length + 1);
    const added = Uint8Array.from({ length: 1 + (much % 40) }, (_, index) => (much + index * 7) % 256);
    return Uint8Array.from([...whole.subarray(0, start), ...added, ...whole.subarray(start)]);
  },
  "a file that ends early": ({ where }) => whole.subarray(0, where % whole.length),
  "a changed field": (dice) => {
    const seq = eventAt(dice.where);
    return asBytes(
      buildExport(
        chain.map((event) => (event.seq === seq ? { ...event, ...changeField(event, dice) } : event)),
      ),
    );
  },
  "a deleted row": ({ where }) => joined(lines().toSpliced(eventAt(where), 1)),
  "a deleted row, with a new last line": ({ where }) =>
    asBytes(buildExport(chain.toSpliced(eventAt(where) - 1, 1))),
  "a repeated row": ({ where, other }) =>
    joined(lines().toSpliced(eventAt(other), 0, lines()[eventAt(where)] ?? "")),
  "rows in another order": ({ where, other }) => {
    const [a, b] = [eventAt(where), eventAt(other)];
    const all = lines();
    return a === b ? null : joined(all.with(a, all[b] ?? "").with(b, all[a] ?? ""));
  },
  "rows of another chain": ({ where }) => {
    const at = eventAt(where) - 1;
    const foreign = { ...pick(chain, at), chain: "prj_2" };
    return asBytes(buildExport(restamp(chain, foreign.seq, foreign)));
  },
  "a cut tail, with a new first and last line": ({ where }) =>
    asBytes(buildExport(chain.slice(0, where % EVENTS))),
  "a row changed, and all hashes from there on made anew": (dice) => {
    const event = pick(chain, dice.where);
    return asBytes(buildExport(restamp(chain, event.seq, changeField(event, dice))));
  },
  "an export of everything that calls itself filtered": ({ where }) =>
    asBytes(buildExport(chain, { actor: String(where) })),
};
/** What no file can show by itself. */
const NEEDS_CHECKPOINTS = [
  "a cut tail, with a new first and last line",
  "a row changed, and all hashes from there on made anew",
];

/** In pieces of a few hundred bytes, as a disk gives them. */
function* piecesOf(bytes: Uint8Array) {
  for (let start = 0; start < bytes.length; start += 777) yield bytes.subarray(start, start + 777);
}
const verify = (bytes: Uint8Array, known = checkpoint) =>
  verifyLines(splitLines(piecesOf(bytes)), { checkpoint: known });
const PER_KIND = Math.ceil(ROUNDS / Object.keys(TAMPERS).length);

describe(`an export that somebody changed (TUPELO_SEED=${seed})`, { timeout: 600_000 }, () => {
  it("verifies as it was written", async () => {
    expect(await verify(whole)).toMatchObject({ state: "proven" });
  });

  it.each(Object.entries(TAMPERS))(`is found, ${PER_KIND} times: %s`, async (_name, tamper) => {
    let tried = 0;
    const found = fc.asyncProperty(dice, async (thrown) => {
      const bytes = tamper(thrown);
      fc.pre(bytes !== null && !isSame(bytes));
      tried += 1;
      expect((await verify(bytes ?? whole)).state).not.toBe("proven");
    });
    await fc.assert(found, { seed, numRuns: PER_KIND });
    expect(tried).toBeGreaterThanOrEqual(PER_KIND);
  });

  it.each(NEEDS_CHECKPOINTS)("is found by checkpoints alone: %s", async (name) => {
    const bytes = TAMPERS[name]?.({ where: 11, other: 0, much: 0 }) ?? whole;
    expect(await verify(bytes, [])).toMatchObject({ state: "proven" });
    expect(await verify(bytes)).toMatchObject({ state: "wrong" });
  });
});

function isSame(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, whole) === 0;
}
