import { describe, expect, it } from "vitest";
import { createAllocationHolder } from "./allocation-holder.ts";
import { createHashCache } from "./hash-cache.ts";
import { CANDIDATE, CONTROL, environmentWith, snapshotWith } from "./testing/snapshots.ts";

function holderAt(clock: { now: number }, cacheSize = 100) {
  return createAllocationHolder({ environment: null, cacheSize, now: () => clock.now });
}

const IN_CANARY = "tenant-42:conversation-7";

describe("the holder of allocations", () => {
  it("knows no release before its first snapshot", () => {
    const holder = holderAt({ now: 0 });
    expect(holder.decide("a")).toBeNull();
    expect(holder.staleMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it("counts staleness on a monotonic clock, with the age that the data plane itself admits", () => {
    const clock = { now: 1_000_000 };
    const holder = holderAt(clock);
    holder.apply(snapshotWith(), 0);
    expect(holder.decide(IN_CANARY)).toMatchObject({ arm: "candidate", isStale: false });
    clock.now += 300_000;
    holder.tick();
    expect(holder.decide(IN_CANARY)).toMatchObject({ arm: "control", isStale: true });
    holder.confirm(0);
    expect(holder.decide(IN_CANARY)).toMatchObject({ arm: "candidate", isStale: false });
    holder.confirm(301_000);
    expect(holder.decide(IN_CANARY)).toMatchObject({ arm: "control", isStale: true });
  });

  it("reads the clock after 64 decisions, also where nothing calls it to", () => {
    const clock = { now: 0 };
    const holder = holderAt(clock);
    holder.apply(snapshotWith(), 0);
    clock.now = 300_000;
    const arms = Array.from({ length: 65 }, () => holder.decide(IN_CANARY)?.arm);
    expect(arms.lastIndexOf("candidate")).toBe(63);
    expect(arms.at(-1)).toBe("control");
  });

  it("goes by a changed share at once, although the hashes are remembered", () => {
    const holder = holderAt({ now: 0 });
    holder.apply(snapshotWith({ shareBp: 0 }), 0);
    expect(holder.decide(IN_CANARY)?.releaseId).toBe(CONTROL);
    holder.apply(snapshotWith({ shareBp: 1_000 }), 0);
    expect(holder.decide(IN_CANARY)?.releaseId).toBe(CANDIDATE);
  });

  it("forgets the hashes when the salt changes", () => {
    const holder = holderAt({ now: 0 });
    const subjects = Array.from({ length: 50 }, (_, index) => `s${index}`);
    const cohort = () => subjects.filter((subject) => holder.decide(subject)?.arm === "candidate").join();
    holder.apply(snapshotWith({ shareBp: 5_000 }), 0);
    const plain = cohort();
    holder.apply(snapshotWith({ shareBp: 5_000, salt: "2" }), 0);
    expect(cohort()).not.toBe(plain);
    holder.apply(snapshotWith({ shareBp: 5_000 }), 0);
    expect(cohort()).toBe(plain);
  });

  it("refuses to guess which of several environments is meant", () => {
    const several = {
      ...snapshotWith(),
      environments: [environmentWith(), environmentWith({ name: "staging" })],
    };
    expect(() => holderAt({ now: 0 }).apply(several, 0)).toThrow(/production, staging/);
    const named = createAllocationHolder({ environment: "staging", cacheSize: 1, now: () => 0 });
    named.apply(several, 0);
    expect(named.decide("a")?.environment).toBe("staging");
  });

  it("stays with its environment when the key comes to see another one", () => {
    const holder = holderAt({ now: 0 });
    holder.apply(snapshotWith(), 0);
    const environments = [environmentWith({ name: "europe" }), environmentWith({ generation: 2 })];
    holder.apply({ ...snapshotWith(), environments }, 0);
    expect(holder.decide("a")).toMatchObject({ environment: "production", generation: 2 });
  });
});

describe("the cache of hashes", () => {
  it("asks once for what it remembers, and remembers at most twice its size", () => {
    let asked = 0;
    const cache = createHashCache(10, (subject) => {
      asked += 1;
      return subject.length;
    });
    for (let index = 0; index < 1_000; index += 1) cache.get(`s${index}`);
    const before = asked;
    for (let index = 990; index < 1_000; index += 1) cache.get(`s${index}`);
    expect(asked).toBe(before);
    cache.get("s0");
    expect(asked).toBe(before + 1);
  });
});
