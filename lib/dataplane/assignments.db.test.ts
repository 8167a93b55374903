import { randomBytes } from "node:crypto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findRequest } from "../db/traces/find-request.ts";
import { assignmentKeyOf } from "../domain/assignments/assignment-key.ts";
import { type NewAssignment, signAssignment } from "../domain/assignments/sign-assignment.ts";
import { sha256Hex } from "../domain/digest.ts";
import { startDataPlane } from "./start-data-plane.ts";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  SERVER_SECRET,
  startDataPlaneFixture,
} from "./testing/data-plane-fixture.ts";

const PROJECT = "prj_deploybuddy";
const SUBJECT = "tenant-42:conversation-7";
const KEY = assignmentKeyOf(SERVER_SECRET, PROJECT);
const GIVEN: NewAssignment = {
  ...{ project: "deploybuddy", environment: "production", subject: SUBJECT, releaseId: CANDIDATE },
  ...{ arm: "candidate", rolloutNumber: 1, generation: 1 },
};
const FLAG = {
  "feature_flag.key": "deploybuddy.production",
  "feature_flag.result.variant": CANDIDATE,
  "release.arm": "candidate",
  "subject.hash": sha256Hex(SUBJECT),
};

const CONTROL_FLAG = { "feature_flag.result.variant": CONTROL, "release.arm": "control" };

let fixture: DataPlaneFixture;
beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(() => fixture.close());

const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const ago = (ms: number) => new Date(Date.now() - ms);
const token = (change: Partial<NewAssignment> = {}, at = new Date(), key = KEY) =>
  signAssignment(key, { ...GIVEN, ...change }, at);

/** What somebody makes who has seen an assignment and has no key. */
function forge(): string {
  const [version, , signature] = token().split(".");
  return `${version}.${token({ releaseId: CONTROL }).split(".")[1]}.${signature}`;
}

async function callOf(requestId: string) {
  return (await findRequest(fixture.pool, PROJECT, requestId))?.calls[0];
}

type Given = Record<string, string>;
type Sent = { key?: string; headers?: Given; resource?: Given; url?: string };

/** Sends spans in one batch by a real exporter, and answers with their request ids. */
async function send(spans: readonly Given[], { headers, resource = {}, ...to }: Sent = {}) {
  const authorization = `Bearer ${to.key ?? fixture.keys.gateway}`;
  const url = `${to.url ?? fixture.url}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { authorization, ...headers } });
  const provider = new NodeTracerProvider({
    ...{ resource: resourceFromAttributes(resource), spanProcessors: [new BatchSpanProcessor(exporter)] },
  });
  const requestIds = spans.map(() => `req_${hex(6)}`);
  for (const [index, attributes] of spans.entries()) {
    const named = { ...attributes, "request.id": requestIds[index] };
    provider.getTracer("test").startSpan("chat", { attributes: named }).end();
  }
  await provider.shutdown();
  return requestIds;
}

/** Sends one span as JSON, whose answer can be read, among a good one. */
async function tell(attributes: Given) {
  const requestId = `req_${hex(6)}`;
  const span = (of: Given) => ({
    ...{ traceId: hex(16), spanId: hex(8), name: "chat" },
    ...{ startTimeUnixNano: `${Date.now() - 50}000000`, endTimeUnixNano: `${Date.now()}000000` },
    attributes: Object.entries(of).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  });
  const good = { ...FLAG, "request.id": `${requestId}_good`, "tupelo.assignment": token() };
  const spans = [span(good), span({ ...attributes, "request.id": requestId })];
  const response = await fetch(`${fixture.url}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${fixture.keys.gateway}` },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  expect(await callOf(`${requestId}_good`)).toMatchObject({ isAssigned: true });
  return { requestId, partial: (await response.json()).partialSuccess };
}

describe("a span with a signed assignment", () => {
  it("is assigned where it says the same, and takes what it leaves out from there", async () => {
    const spans = [{ ...FLAG, "tupelo.assignment": token() }, { "tupelo.assignment": token() }];
    for (const requestId of await send(spans)) {
      expect(await callOf(requestId)).toMatchObject({
        ...{ isAssigned: true, releaseId: CANDIDATE, claimedRelease: CANDIDATE, arm: "candidate" },
        ...{ environment: "production", subjectHash: sha256Hex(SUBJECT) },
      });
    }
  });

  it.each([
    { name: "was forged", attributes: { "tupelo.assignment": forge() }, says: "does not fit" },
    { name: "is no assignment", attributes: { "tupelo.assignment": CANDIDATE }, says: "cannot be read" },
    {
      name: "another installation signed",
      attributes: { "tupelo.assignment": token({}, new Date(), assignmentKeyOf("x".repeat(32), PROJECT)) },
      says: "does not know",
    },
    {
      name: "is of another project",
      attributes: { "tupelo.assignment": token({ project: "other" }) },
      says: "another project",
    },
    {
      name: "says another release",
      attributes: { "tupelo.assignment": token({ releaseId: CONTROL }) },
      says: "another release",
    },
    {
      name: "says the other arm",
      attributes: { "tupelo.assignment": token({ arm: "control" }) },
      says: "another arm",
    },
    {
      name: "says another subject",
      attributes: { "tupelo.assignment": token({ subject: "tenant-1" }) },
      says: "another subject",
    },
    {
      name: "says another environment",
      attributes: { "tupelo.assignment": token({ environment: "staging" }) },
      says: "another environment",
    },
    {
      name: "is two days old",
      attributes: { "tupelo.assignment": token({}, ago(2 * 86_400_000)) },
      says: "24 hours",
    },
  ])("that $name is refused as unattributed, and the others of its batch go on", async (row) => {
    const { requestId, partial } = await tell({ ...FLAG, ...row.attributes });
    expect(partial.rejectedSpans).toBe("1");
    expect(partial.errorMessage).toContain("unattributed: The assignment");
    expect(partial.errorMessage).toContain(row.says);
    expect(await callOf(requestId)).toBeUndefined();
  });

  it("is refused by a real exporter's encoding as well, and by a key of another environment", async () => {
    const [good, forged] = await send([
      { ...FLAG, "tupelo.assignment": token() },
      { ...FLAG, "tupelo.assignment": forge() },
    ]);
    expect(await callOf(good ?? "")).toMatchObject({ isAssigned: true });
    expect(await callOf(forged ?? "")).toBeUndefined();
    const signed = [{ ...FLAG, "tupelo.assignment": token() }];
    const [elsewhere] = await send(signed, { key: fixture.keys.staging });
    expect(await callOf(elsewhere ?? "")).toBeUndefined();
  });

  it("is taken as said where the installation has no secret to check it with", async () => {
    const env = {
      ...{ DATABASE_URL: fixture.test.url, DATA_PLANE_PORT: 0, DATA_PLANE_HOST: "127.0.0.1" },
      ...{ INGEST_ITEMS_PER_SECOND: 100, TRACE_DAYS: 90, PAYLOAD_DAYS: 30 },
    };
    const plane = await startDataPlane(env, pino({ level: "silent" }));
    const [requestId] = await send([{ ...FLAG, "tupelo.assignment": forge() }], { url: plane.url });
    await plane.stop(1_000);
    expect(await callOf(requestId ?? "")).toMatchObject({ isAssigned: false, releaseId: CANDIDATE });
  });
});

describe("x-release-id", () => {
  it("names no release, as a header, a resource attribute or a span attribute", async () => {
    const named = { "x-release-id": CANDIDATE };
    const sent = { headers: named, resource: { ...named, "http.request.header.x-release-id": CANDIDATE } };
    const [requestId, claimed] = await send([named, { ...FLAG, ...CONTROL_FLAG }], sent);
    expect(await callOf(requestId ?? "")).toMatchObject({ releaseId: null, claimedRelease: null });
    expect(await callOf(claimed ?? "")).toMatchObject({ releaseId: CONTROL, claimedRelease: CONTROL });
  });
});

describe("a span without an assignment", () => {
  it("is taken as said, and refused within seconds where only signed traffic counts", async () => {
    const isStored = async () => (await callOf((await send([FLAG]))[0] ?? "")) !== undefined;
    const [claimed] = await send([FLAG]);
    expect(await callOf(claimed ?? "")).toMatchObject({ isAssigned: false, releaseId: CANDIDATE });
    const data = { onlySignedTraffic: true };
    await fixture.test.db.project.update({ where: { id: PROJECT }, data });
    await expect.poll(isStored, { timeout: 20_000, interval: 1_000 }).toBe(false);
    const { partial } = await tell(FLAG);
    expect(partial).toMatchObject({
      rejectedSpans: "1",
      errorMessage: expect.stringContaining("unattributed: This project takes"),
    });
    const [none] = await send([{ "gen_ai.operation.name": "execute_tool" }]);
    expect(await callOf(none ?? "")).toMatchObject({ isAssigned: false, releaseId: null });
  }, 60_000);
});
