import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getEnvironment } from "../db/queries/get-environment.ts";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  startDataPlaneFixture,
} from "./testing/data-plane-fixture.ts";
import { readEvents } from "./testing/read-events.ts";

let fixture: DataPlaneFixture;
beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(() => fixture.close());

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const get = (path: string, headers: Record<string, string>) => fetch(`${fixture.url}${path}`, { headers });

function report(body: unknown, key = fixture.keys.gateway) {
  return fetch(`${fixture.url}/sdk/v1/instances`, {
    method: "POST",
    headers: { ...bearer(key), "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const REPORT = {
  ...{ instanceId: "gw-1", environment: "production", generation: 1, readiness: "ready" },
  ...{ warmReleaseIds: [CONTROL], sdkVersion: "0.1.0" },
};

describe("the snapshot", () => {
  it("has what a gateway routes by, and is 304 without a body while it holds", async () => {
    const first = await get("/sdk/v1/snapshot", bearer(fixture.keys.gateway));
    expect(await first.json()).toMatchObject({
      project: "deploybuddy",
      environments: [
        {
          ...{ name: "production", generation: 1, control: CONTROL, candidate: CANDIDATE, shareBp: 1_000 },
          ...{ rollout: 1, salt: null, shadow: null },
          releases: { [CONTROL]: { components: { prompt: "support@2.8", feature_view: "releases@4" } } },
        },
      ],
      assignmentKey: { id: expect.stringMatching(/^[0-9a-f]{8}$/) },
    });
    const etag = first.headers.get("etag") ?? "";
    const again = await get("/sdk/v1/snapshot", { ...bearer(fixture.keys.gateway), "if-none-match": etag });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  });

  it("shows a key its own project and environment only, each project with another key to sign", async () => {
    const read = async (key: string) => (await get("/sdk/v1/snapshot", bearer(key))).json();
    const [ours, other, staging] = await Promise.all([
      read(fixture.keys.gateway),
      read(fixture.keys.other),
      read(fixture.keys.staging),
    ]);
    expect([other.project, other.environments.length]).toEqual(["other", 1]);
    expect(staging.environments).toEqual([]);
    expect(other.assignmentKey.secret).not.toBe(ours.assignmentKey.secret);
  });

  it.each(["/sdk/v1/snapshot", "/sdk/v1/stream"])(
    "%s asks for a key with the scope flags:evaluate",
    async (path) => {
      const none = await get(path, {});
      const wrong = await get(path, bearer(`tpl_00000000_${"a".repeat(43)}`));
      const scope = await get(path, bearer(fixture.keys.readOnly));
      expect([none.status, wrong.status, scope.status]).toEqual([401, 401, 403]);
      expect(await scope.json()).toMatchObject({ code: "insufficient-scope" });
    },
  );
});

describe("the stream", () => {
  it("says at once what holds, then each change, with ids only, and nothing again to who knows it", async () => {
    const stream = await readEvents(`${fixture.url}/sdk/v1/stream`, bearer(fixture.keys.gateway));
    const first = await stream.next();
    expect(JSON.parse(first.data)).toEqual({
      ...{ type: "refetchEvaluation", etag: first.id },
      environments: [{ name: "production", generation: 1 }],
    });
    const startedAt = Date.now();
    await fixture.allocate({ candidate: CANDIDATE, shareBp: 2_500 });
    const second = await stream.next();
    expect(JSON.parse(second.data).environments).toEqual([{ name: "production", generation: 2 }]);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(second.data).not.toContain(CANDIDATE);
    stream.close();

    const headers = { ...bearer(fixture.keys.gateway), "last-event-id": second.id ?? "" };
    const resumed = await readEvents(`${fixture.url}/sdk/v1/stream`, headers);
    await fixture.allocate({ candidate: CANDIDATE, shareBp: 1_000 });
    expect(JSON.parse((await resumed.next()).data).environments).toEqual([
      { name: "production", generation: 3 },
    ]);
    resumed.close();
  });

  it("does not tell other projects", async () => {
    const stream = await readEvents(`${fixture.url}/sdk/v1/stream`, bearer(fixture.keys.other));
    await stream.next();
    await fixture.allocate({ candidate: CANDIDATE, shareBp: 1_100 });
    await fixture.allocate({ candidate: CANDIDATE, shareBp: 1_000 });
    expect(await stream.nextWithin(1_500)).toBeNull();
    stream.close();
  });

  it("refuses a key's stream beyond 200, and takes one again when another is gone", async () => {
    const url = `${fixture.url}/sdk/v1/stream`;
    const open = await Promise.all(
      Array.from({ length: 200 }, () => readEvents(url, bearer(fixture.keys.gateway))),
    );
    const refused = await get("/sdk/v1/stream", bearer(fixture.keys.gateway));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    const others = await readEvents(url, bearer(fixture.keys.other));
    others.close();
    for (const stream of open) stream.close();
    const count = async () =>
      /tupelo_gateway_streams (\d+)/.exec(await (await fetch(`${fixture.url}/metrics`)).text())?.[1];
    await expect.poll(count, { timeout: 10_000 }).toBe("0");
  });
});

describe("a gateway's report", () => {
  it("is kept and overwritten by the next one", async () => {
    expect((await report(REPORT)).status).toBe(204);
    expect((await report({ ...REPORT, generation: 7, readiness: "warming", unknown: 1 })).status).toBe(204);
    const rows = await fixture.test.db.gatewayInstance.findMany({ where: { instanceId: "gw-1" } });
    expect(rows).toMatchObject([
      { projectId: "prj_deploybuddy", environment: "production", generation: 7, readiness: "warming" },
    ]);
  });

  it("shows at the environment how far an allocation got, and is left out after a minute of silence", async () => {
    const readAt = (now: Date) => getEnvironment(fixture.test.db, "prj_deploybuddy", "production", now);
    await fixture.test.db.gatewayInstance.deleteMany();
    expect((await readAt(new Date())).gateways).toMatchObject({ reporting: 0, observed: 0, instances: [] });
    const { served } = await readAt(new Date());
    const generation = served?.version ?? 0;
    await report({ ...REPORT, instanceId: "gw-new", generation });
    await report({ ...REPORT, instanceId: "gw-old", generation: generation - 1 });
    const { gateways } = await readAt(new Date());
    expect(gateways).toMatchObject({ generation, reporting: 2, observed: 1 });
    expect(gateways.instances.map((row) => row.instanceId)).toEqual(["gw-old", "gw-new"]);
    expect((await readAt(new Date(Date.now() + 61_000))).gateways.reporting).toBe(0);
  });

  it.each([
    { name: "no JSON", body: "{", status: 400 },
    { name: "no instance", body: { ...REPORT, instanceId: "" }, status: 422 },
    { name: "a generation that is no number", body: { ...REPORT, generation: "1" }, status: 422 },
    { name: "NUL in a name", body: { ...REPORT, instanceId: "a\0" }, status: 422 },
    { name: "an unknown environment", body: { ...REPORT, environment: "nowhere" }, status: 404 },
    { name: "20 KB", body: { ...REPORT, more: "x".repeat(20_000) }, status: 413 },
  ])("with $name is refused with $status", async ({ body, status }) => {
    expect((await report(body)).status).toBe(status);
  });

  it("of another project's key or for another environment changes nothing here", async () => {
    expect((await report(REPORT, fixture.keys.staging)).status).toBe(404);
    expect((await report({ ...REPORT, instanceId: "gw-other" }, fixture.keys.other)).status).toBe(204);
    const rows = await fixture.test.db.gatewayInstance.findMany({ where: { instanceId: "gw-other" } });
    expect(rows.map((row) => row.projectId)).toEqual(["prj_other"]);
  });

  it("is refused with 429 from the 1,001st gateway on; those that are known go on", async () => {
    const at = new Date();
    const common = { projectId: "prj_deploybuddy", environment: "production", keyId: "k", generation: 1 };
    await fixture.test.db.gatewayInstance.createMany({
      data: Array.from({ length: 1_000 }, (_, index) => ({
        ...{ ...common, instanceId: `many-${index}`, readiness: "ready", sdkVersion: "" },
        ...{ firstSeenAt: at, lastSeenAt: at },
      })),
    });
    expect((await report({ ...REPORT, instanceId: "one-more" })).status).toBe(429);
    expect((await report({ ...REPORT, instanceId: "many-1", generation: 9 })).status).toBe(204);
    await fixture.test.db.gatewayInstance.deleteMany({ where: { instanceId: { startsWith: "many-" } } });
  });
});

describe("stopping", () => {
  it("ends open streams cleanly and at once", async () => {
    const own = await startDataPlaneFixture();
    const stream = await readEvents(`${own.url}/sdk/v1/stream`, bearer(own.keys.gateway));
    await stream.next();
    const startedAt = Date.now();
    await own.close(25_000);
    expect(await stream.ended()).toBe("ended");
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  }, 60_000);
});
