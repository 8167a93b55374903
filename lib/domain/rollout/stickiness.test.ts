import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AllocationStep, addSighting, findArmSighting, isStickinessViolation } from "./stickiness.ts";

const T0 = Date.parse("2026-04-10T12:00:00Z");
const MINUTE = 60_000;
/** A step of the canary every ten minutes. */
const ramp = (shares: readonly number[]): AllocationStep[] =>
  shares.map((shareBp, index) => ({
    ...{ environment: "production", at: new Date(T0 + index * 10 * MINUTE), rolloutNumber: 7, shareBp },
    ...{ controlReleaseId: "rel_a", candidateReleaseId: "rel_b" },
  }));
const served = (releaseId: string, minutes: number) => ({
  ...{ environment: "production", releaseId, startedAt: new Date(T0 + minutes * MINUTE) },
});

function judge(steps: readonly AllocationStep[], calls: readonly ReturnType<typeof served>[]): boolean {
  let shares: Parameters<typeof addSighting>[0] = { controlShareBp: null, candidateShareBp: null };
  for (const call of calls) {
    const sighting = findArmSighting(steps, call);
    if (sighting !== null) shares = addSighting(shares, sighting);
  }
  return isStickinessViolation(shares);
}

describe("stickiness", () => {
  const shares = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 6 });
  const minutes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });

  it("is never broken by sticky routing: any position, any shares up or down, calls in any order", () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 0, max: 9_999 }), minutes, (steps, position, times) => {
        const allocations = ramp(steps);
        const calls = times.map((at) => {
          const share = steps[Math.min(steps.length - 1, Math.floor(at / 10))] ?? 0;
          return served(position < share ? "rel_b" : "rel_a", at);
        });
        expect(judge(allocations, calls)).toBe(false);
        expect(judge(allocations, calls.toReversed())).toBe(false);
      }),
    );
  });

  it("is broken by both arms within one step, in whichever order they come", () => {
    fc.assert(
      fc.property(shares, fc.nat({ max: 5 }), (steps, step) => {
        const at = (step % steps.length) * 10 + 2;
        const calls = [served("rel_a", at), served("rel_b", at + 3)];
        expect(judge(ramp(steps), calls)).toBe(true);
        expect(judge(ramp(steps), calls.toReversed())).toBe(true);
      }),
    );
  });

  it("is broken by a way back from the candidate after the share was raised, not by the way there", () => {
    const steps = ramp([500, 1_000]);
    expect(judge(steps, [served("rel_a", 2), served("rel_b", 12)])).toBe(false);
    expect(judge(steps, [served("rel_b", 2), served("rel_a", 12)])).toBe(true);
  });

  it("gives gateways ten seconds to follow a change", () => {
    const steps = ramp([500, 1_000]);
    const changeMinutes = 10;
    const justAfter = changeMinutes + 5 / 60;
    expect(judge(steps, [served("rel_a", justAfter), served("rel_b", changeMinutes + 5)])).toBe(false);
    expect(judge(steps, [served("rel_a", changeMinutes + 0.5), served("rel_b", changeMinutes + 5)])).toBe(
      true,
    );
  });

  it("says nothing of other releases, other times, or where only one arm was open", () => {
    const steps = ramp([500]);
    expect(findArmSighting(steps, served("rel_x", 2))).toBeNull();
    expect(findArmSighting(steps, served("rel_b", -30))).toBeNull();
    const baking = steps.map((step) => ({ ...step, candidateReleaseId: null, controlReleaseId: "rel_b" }));
    expect(findArmSighting(baking, served("rel_b", 2))).toBeNull();
  });
});
