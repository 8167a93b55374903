import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OFREPWebProvider, type OFREPWebProviderOptions } from "@openfeature/ofrep-web-provider";
import { OpenFeature as ServerFeature } from "@openfeature/server-sdk";
import { OpenFeature as WebFeature } from "@openfeature/web-sdk";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  startDataPlaneFixture,
} from "./testing/data-plane-fixture.ts";
import { TestEventSource } from "./testing/event-source.ts";
import { type FaultyProxy, startFaultyProxy } from "./testing/faulty-proxy.ts";

const FLAG = "deploybuddy.production.release_id";
const IN_CANARY = { targetingKey: "tenant-42:conversation-7" };

let fixture: DataPlaneFixture;
let proxy: FaultyProxy;

beforeAll(async () => {
  vi.stubGlobal("EventSource", TestEventSource);
  fixture = await startDataPlaneFixture();
  proxy = await startFaultyProxy(fixture.url);
});

afterAll(async () => {
  await Promise.all([WebFeature.close(), ServerFeature.close()]);
  await proxy.close();
  await fixture.close();
  vi.unstubAllGlobals();
});

const headers = (): [string, string][] => [["Authorization", `Bearer ${fixture.keys.gateway}`]];

describe("OFREP's server client", () => {
  async function openClient(name: string) {
    await ServerFeature.setProviderAndWait(
      name,
      new OFREPProvider({ baseUrl: proxy.url, headers: headers() }),
    );
    const client = ServerFeature.getClient(name);
    return () => client.getStringDetails(FLAG, "the default in the code", IN_CANARY);
  }

  it("answers the default while something in between says 503, and recovers with the next call", async () => {
    const ask = await openClient("503");
    expect((await ask()).value).toBe(CANDIDATE);
    proxy.failWith(503, { "retry-after": "1" });
    expect(await ask()).toMatchObject({ value: "the default in the code", errorCode: "GENERAL" });
    proxy.failWith(null);
    expect((await ask()).value).toBe(CANDIDATE);
  });

  it("asks nobody until Retry-After is over when something in between says 429, then recovers", async () => {
    const ask = await openClient("429");
    proxy.failWith(429, { "retry-after": "1" });
    expect((await ask()).value).toBe("the default in the code");
    proxy.failWith(null);
    const before = proxy.count();
    expect((await ask()).value).toBe("the default in the code");
    expect(proxy.count()).toBe(before);
    await expect.poll(async () => (await ask()).value, { timeout: 5_000, interval: 100 }).toBe(CANDIDATE);
  });
});

describe("OFREP's web client", () => {
  async function openClient(name: string, baseUrl: string, change: Partial<OFREPWebProviderOptions> = {}) {
    await WebFeature.setContext(name, IN_CANARY);
    const options: OFREPWebProviderOptions = {
      baseUrl,
      headers: headers(),
      cacheMode: "disabled",
      ...change,
    };
    await WebFeature.setProviderAndWait(name, new OFREPWebProvider(options));
    const client = WebFeature.getClient(name);
    return () => client.getStringValue(FLAG, "the default in the code");
  }

  it("evaluates all flags at once and hears of changes by the stream that the answer names", async () => {
    const ask = await openClient("stream", fixture.url);
    expect(ask()).toBe(CANDIDATE);
    const [address] = TestEventSource.opened;
    expect(address).toMatch(/\/sdk\/v1\/stream\?ticket=[\w-]+\.[\w-]+$/);
    expect(address).not.toContain(fixture.keys.gateway);
    await fixture.allocate({ candidate: null, shareBp: 0 });
    await expect.poll(ask, { timeout: 3_000, interval: 25 }).toBe(CONTROL);
    await fixture.allocate({ candidate: CANDIDATE, shareBp: 1_000 });
    await expect.poll(ask, { timeout: 3_000, interval: 25 }).toBe(CANDIDATE);
    expect(new Set(TestEventSource.opened).size).toBe(1);
  });

  it.each([503, 429])("keeps its last evaluation under %i, and follows again after it", async (status) => {
    const ask = await openClient(`web-${status}`, proxy.url, {
      ...{ pollInterval: 100, changeDetection: "polling" },
    });
    await expect.poll(ask, { timeout: 5_000 }).toBe(CANDIDATE);
    proxy.failWith(status, { "retry-after": "1" });
    await fixture.allocate({ candidate: null, shareBp: 0 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(ask()).toBe(CANDIDATE);
    proxy.failWith(null);
    await expect.poll(ask, { timeout: 6_000, interval: 50 }).toBe(CONTROL);
    await fixture.allocate({ candidate: CANDIDATE, shareBp: 1_000 });
  });
});

describe("a ticket of the stream", () => {
  const listen = (query: string) => fetch(`${fixture.url}/sdk/v1/stream${query}`);

  it("is refused when it was changed, and where there is none", async () => {
    const bulk = await fetch(`${fixture.url}/ofrep/v1/evaluate/flags`, {
      method: "POST",
      headers: [...headers(), ["content-type", "application/json"]],
      body: JSON.stringify({ context: IN_CANARY }),
    });
    const uri = (await bulk.json()).eventStreams[0].endpoint.requestUri;
    const ticket = String(uri).split("ticket=")[1] ?? "";
    const [body = "", signature = ""] = ticket.split(".");
    const payload = Buffer.from(body, "base64url").toString().replace("prj_deploybuddy", "prj_other");
    const forged = `${Buffer.from(payload).toString("base64url")}.${signature}`;
    const statuses = await Promise.all(
      [`?ticket=${forged}`, "?ticket=", "?ticket=a.b", ""].map(async (query) => (await listen(query)).status),
    );
    expect(statuses).toEqual([401, 401, 401, 401]);
  });

  it("ends with its key", async () => {
    const bulk = await fetch(`${fixture.url}/ofrep/v1/evaluate/flags`, {
      method: "POST",
      headers: { authorization: `Bearer ${fixture.keys.other}`, "content-type": "application/json" },
      body: JSON.stringify({ context: IN_CANARY }),
    });
    const uri = (await bulk.json()).eventStreams[0].endpoint.requestUri;
    const open = await fetch(`${fixture.url}${uri}`);
    expect(open.status).toBe(200);
    await open.body?.cancel();
    await fixture.test.db.apiKey.updateMany({
      where: { projectId: "prj_other" },
      data: { revokedAt: new Date() },
    });
    expect((await fetch(`${fixture.url}${uri}`)).status).toBe(401);
  });
});
