import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rounds } from "../../lib/domain/testing/rounds.ts";
import { verifyInvariants } from "../../lib/services/invariants/verify-invariants.ts";
import { startServing } from "../../lib/services/testing/motion-steps.ts";
import { GIT_SYNC } from "../../lib/services/testing/motion-world.ts";
import { hookExamples } from "./testing/hook-examples.ts";
import { createHookWorld, type HookWorld } from "./testing/hook-world.ts";

let world: HookWorld;
beforeAll(async () => {
  world = await createHookWorld();
  await startServing(world);
}, 120_000);
afterAll(() => world.leave());

const COPIES = 20;
const AT_ONCE = 8;

/** A shuffle that a seed repeats. */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return items
    .map((item) => ({ item, place: next() }))
    .sort((left, right) => left.place - right.place)
    .map(({ item }) => item);
}

describe("F7: each webhook twenty times, shuffled and delayed", { timeout: 600_000 }, () => {
  it("has one effect per delivery, and leaves everything as git says", async () => {
    await world.sync();
    const before = await world.dump();
    const seed = Date.now() % 1_000_000;
    const examples = shuffle(hookExamples(), seed).slice(0, rounds(10, 1_000));
    const sent = shuffle(
      examples.flatMap((example, index) => Array.from({ length: COPIES }, () => ({ ...example, index }))),
      seed + 1,
    );
    const outcomes = new Map<number, string[]>();
    for (let start = 0; start < sent.length; start += AT_ONCE) {
      const answers = sent.slice(start, start + AT_ONCE).map(async ({ event, payload, index }) => {
        const delivery = `00000000-0000-4000-9000-${`${index}`.padStart(12, "0")}`;
        const answer = await world.hook(event, JSON.stringify(payload), { delivery });
        expect([answer.status, seed]).toEqual([202, seed]);
        outcomes.set(index, [...(outcomes.get(index) ?? []), answer.outcome ?? ""]);
      });
      await Promise.all(answers);
      // Some come while the worker has acted on others already.
      if (start % (AT_ONCE * 5) === 0) await world.work();
    }
    await world.work();
    for (const [index, seen] of outcomes) {
      expect([index, seen.length]).toEqual([index, COPIES]);
      expect(seen.filter((outcome) => outcome !== "repeated")).toHaveLength(1);
    }
    expect(await world.test.db.webhookDelivery.count()).toBe(examples.length);
    expect(await world.dump()).toEqual(before);
    expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
  });
});
