import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuditEvent, auditHash } from "./audit-event.ts";
import { buildChain } from "./testing/build-chain.ts";
import { verifyChain } from "./verify-chain.ts";

const chain = buildChain(8);
const [first, second, third, fourth, fifth, sixth, seventh, eighth] = chain;
const at = (seq: number): AuditEvent => chain[seq - 1] ?? fail();
const fail = (): never => {
  throw new Error("no such event");
};
const replaced = (seq: number, change: Partial<AuditEvent>) =>
  chain.map((event) => (event.seq === seq ? { ...event, ...change } : event));

/** Another value for each field of an event. */
const CHANGES: { [Field in keyof AuditEvent]: AuditEvent[Field] } = {
  chain: "prj_2",
  seq: 40,
  at: "2026-05-04T09:00:03.001Z",
  actorKind: "key",
  actorId: "acc_eve",
  actorName: "Eve",
  action: "release.removed",
  resourceKind: "promotion",
  resourceId: "698df6d7ad",
  environment: null,
  releaseId: null,
  before: null,
  after: { state: "in_review", parts: ["model", "prompt"], isDemo: false, none: null },
  reason: "latency breach ",
  requestId: null,
  prevHash: "f".repeat(64),
  hash: "f".repeat(64),
};

describe("verifyChain", () => {
  it("accepts a whole chain and names its head", () => {
    expect(verifyChain(chain)).toEqual({ ok: true, count: 8, head: { seq: 8, hash: at(8).hash } });
  });

  it("accepts an empty chain", () => {
    expect(verifyChain([])).toMatchObject({ ok: true, count: 0, head: { seq: 0 } });
  });

  it.each(Object.keys(CHANGES))("finds a changed %s in the event that has it", (field) => {
    const change = Object.fromEntries(Object.entries(CHANGES).filter(([name]) => name === field));
    const verdict = verifyChain(replaced(3, change));
    expect(verdict).toMatchObject({ ok: false, problem: { seq: field === "seq" ? 40 : 3 } });
  });

  it("finds a changed event whose own hash was computed again at the event that follows it", () => {
    const forged = { ...at(3), reason: "nothing happened" };
    const { hash: _hash, ...fields } = forged;
    const verdict = verifyChain(replaced(3, { ...forged, hash: auditHash(fields) }));
    expect(verdict).toMatchObject({
      ok: false,
      problem: { seq: 4, sentence: expect.stringContaining("replaced") },
    });
  });

  it.each([
    ["a deleted first event", [second, third, fourth], 2],
    ["a deleted event in the middle", [first, second, fourth, fifth], 4],
    ["two events in each other's place", [first, third, second, fourth], 3],
    ["an event that comes twice", [first, second, second, third], 2],
  ])("finds %s", (_name, events, seq) => {
    const verdict = verifyChain(events.filter((event) => event !== undefined));
    expect(verdict).toMatchObject({ ok: false, problem: { seq } });
  });

  it("finds a cut-off end by a checkpoint beyond it", () => {
    const kept = [first, second, third, fourth, fifth, sixth].filter((event) => event !== undefined);
    expect(verifyChain(kept)).toMatchObject({ ok: true });
    const verdict = verifyChain(kept, [{ seq: 8, hash: eighth?.hash ?? "" }]);
    expect(verdict).toMatchObject({
      ok: false,
      problem: { seq: 7, sentence: expect.stringContaining("cut off") },
    });
  });

  it("finds a chain that was rewritten from an event on by a checkpoint of what stood there", () => {
    const verdict = verifyChain(chain, [{ seq: 7, hash: "e".repeat(64) }]);
    expect(verdict).toMatchObject({
      ok: false,
      problem: { seq: 7, sentence: expect.stringContaining("rewritten") },
    });
    expect(verifyChain(chain, [{ seq: 7, hash: seventh?.hash ?? "" }])).toMatchObject({ ok: true });
  });

  it("gives the same verdict when it is read in two parts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), (cut) => {
        const start = verifyChain(chain.slice(0, cut));
        if (!start.ok) throw new Error(start.problem.sentence);
        const rest = verifyChain(chain.slice(cut), [], start.head);
        expect(rest).toEqual({ ok: true, count: 8 - cut, head: { seq: 8, hash: at(8).hash } });
      }),
    );
  });

  it("finds any change of one character in any text of any event", () => {
    const texts = ["actorId", "actorName", "action", "resourceId", "reason", "prevHash", "hash"] as const;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(...texts),
        fc.nat(),
        (seq, field, where) => {
          const text = at(seq)[field] ?? "";
          const index = where % text.length;
          const changed = `${text.slice(0, index)}${text[index] === "0" ? "1" : "0"}${text.slice(index + 1)}`;
          expect(verifyChain(replaced(seq, { [field]: changed }))).toMatchObject({
            ok: false,
            problem: { seq },
          });
        },
      ),
    );
  });
});
