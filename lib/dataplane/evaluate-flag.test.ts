import { expect, it } from "vitest";
import type { ServedEnvironment } from "../db/queries/allocation-snapshot.ts";
import { evaluateFlag } from "./evaluate-flag.ts";
import { prepareFlag } from "./flag.ts";
import { buildFlags, NO_FLAGS } from "./served-flags.ts";

const [CONTROL, CANDIDATE] = ["698df6d7ad", "f91be2a454"];
const release = (releaseId: string) => ({
  releaseId,
  manifestDigest: "sha256:0",
  components: { prompt: "p@1" },
});

function servedWith(change: Partial<ServedEnvironment> = {}): ServedEnvironment {
  return {
    ...{ projectId: "prj_1", projectSlug: "p", environmentId: "env_1", environment: "production" },
    ...{ allocationVersion: 3, controlReleaseId: CONTROL, candidateReleaseId: null, shareBp: 0 },
    ...{ rolloutNumber: null, salt: null, shadow: null },
    releases: new Map([CONTROL, CANDIDATE].map((id) => [id, release(id)])),
    ...change,
  };
}

function evaluate(served: ServedEnvironment, requestId: string | null, staleMs = 0) {
  const evaluated = evaluateFlag(prepareFlag("p.production", "summary", served), {
    ...{ subject: "tenant-42:conversation-7", requestId, staleMs },
  });
  return evaluated === null ? null : JSON.parse(evaluated.text);
}

it("names the shadow to a request that is sampled, and to no other", () => {
  const served = servedWith({ shadow: { releaseId: CANDIDATE, sampleBp: 5_000 } });
  const shadows = Array.from({ length: 400 }, (_, index) => evaluate(served, `req_${index}`).value.shadow);
  const sampled = shadows.filter((shadow) => shadow?.releaseId === CANDIDATE);
  expect(sampled.length).toBeGreaterThan(150);
  expect(sampled.length).toBeLessThan(250);
  expect(sampled[0]).toEqual(release(CANDIDATE));
  const whole = servedWith({ shadow: { releaseId: CANDIDATE, sampleBp: 10_000 } });
  expect(evaluate(whole, "req_1").metadata).toMatchObject({ arm: "control", shadowReleaseId: CANDIDATE });
  expect(evaluate(whole, null).metadata).not.toHaveProperty("shadowReleaseId");
  expect(evaluate(servedWith(), "req_1").value).not.toHaveProperty("shadow");
});

it("gives a canary up once the allocations are five minutes old, as the SDK does", () => {
  const canary = servedWith({ candidateReleaseId: CANDIDATE, shareBp: 1_000, rolloutNumber: 1 });
  expect(evaluate(canary, null, 299_999)).toMatchObject({ variant: CANDIDATE, reason: "SPLIT" });
  expect(evaluate(canary, null, 300_000)).toMatchObject({ variant: CONTROL });
});

it("keeps what was prepared for an environment that did not change, and tells which did", () => {
  const first = buildFlags(
    [servedWith(), servedWith({ environmentId: "env_2", environment: "staging" })],
    NO_FLAGS,
  );
  expect(first.changed.length).toBe(2);
  const same = buildFlags(
    [servedWith(), servedWith({ environmentId: "env_2", environment: "staging" })],
    first,
  );
  expect(same.changed).toEqual([]);
  expect(same.byKey.get("p.production")).toBe(first.byKey.get("p.production"));
  const moved = buildFlags([servedWith({ allocationVersion: 4 })], same);
  expect(moved.changed.map(({ environment }) => environment).sort()).toEqual(["production", "staging"]);
  expect(moved.byKey.has("p.staging")).toBe(false);
});
