import { OpenFeature } from "@openfeature/server-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAllocationHolder } from "./allocation-holder.ts";
import type { TupeloClient } from "./client-types.ts";
import { createOpenFeatureProvider } from "./openfeature-provider.ts";
import { CANDIDATE, CONTROL, snapshotWith } from "./testing/snapshots.ts";

const clock = { now: 0 };
const holder = createAllocationHolder({ environment: null, cacheSize: 10, now: () => clock.now });

/** A client that only routes: nothing else of it is asked here. */
const client: TupeloClient = {
  decide: holder.decide,
  signAssignment: ({ releaseId }, subject) => `${releaseId} for ${subject}`,
  status: () => ({
    ...{ instanceId: "i", project: holder.snapshot()?.project ?? null, isStreaming: false },
    environment: holder.environment()?.name ?? null,
    generation: holder.environment()?.generation ?? null,
    ...{ staleMs: holder.staleMs(), isStale: false },
  }),
  markWarm: () => {},
  setReadiness: () => {},
  onChange: () => () => {},
  refresh: async () => true,
  close: async () => {},
};

beforeAll(() => OpenFeature.setProviderAndWait(createOpenFeatureProvider(client)));
afterAll(() => OpenFeature.close());

const FLAG = "deploybuddy.production";
const IN_CANARY = { targetingKey: "tenant-42:conversation-7" };

describe("the OpenFeature provider", () => {
  const open = OpenFeature.getClient();

  it("gives the default in the code until allocations are known", async () => {
    const details = await open.getStringDetails(`${FLAG}.release_id`, "default", IN_CANARY);
    expect(details).toMatchObject({ value: "default", errorCode: "PROVIDER_NOT_READY" });
  });

  it("answers what OFREP answers: the summary and the release id", async () => {
    holder.apply(snapshotWith(), 0);
    const details = await open.getObjectDetails(FLAG, {}, IN_CANARY);
    expect(details).toMatchObject({
      ...{ variant: CANDIDATE, reason: "SPLIT" },
      flagMetadata: {
        ...{ arm: "candidate", flagSetId: "production", version: 1, rollout: 1 },
        assignment: `${CANDIDATE} for ${IN_CANARY.targetingKey}`,
      },
      value: { releaseId: CANDIDATE, arm: "candidate", components: { prompt: "support@2.8" } },
    });
    expect(await open.getStringValue(`${FLAG}.release_id`, "", { targetingKey: "tenant-40" })).toBe(CONTROL);
  });

  it("names each mistake as OFREP does", async () => {
    const missing = await open.getStringDetails(`${FLAG}.release_id`, "x", {});
    const unknown = await open.getStringDetails("deploybuddy.nowhere", "x", IN_CANARY);
    const wrongType = await open.getStringDetails(FLAG, "x", IN_CANARY);
    const bool = await open.getBooleanDetails(FLAG, false, IN_CANARY);
    const codes = [missing, unknown, wrongType, bool].map((details) => details.errorCode);
    expect(codes).toEqual(["TARGETING_KEY_MISSING", "FLAG_NOT_FOUND", "TYPE_MISMATCH", "TYPE_MISMATCH"]);
  });

  it("says STALE once allocations cannot be confirmed, and names a shadow for sampled requests", async () => {
    holder.apply(
      snapshotWith({ candidate: null, shareBp: 0, shadow: { releaseId: CANDIDATE, sampleBp: 10_000 } }),
      0,
    );
    const context = { ...IN_CANARY, requestId: "req_1" };
    const fresh = await open.getStringDetails(`${FLAG}.release_id`, "", context);
    expect(fresh).toMatchObject({
      value: CONTROL,
      reason: "STATIC",
      flagMetadata: { shadowReleaseId: CANDIDATE },
    });
    clock.now += 20_000;
    holder.tick();
    expect((await open.getStringDetails(`${FLAG}.release_id`, "", context)).reason).toBe("STALE");
  });
});
