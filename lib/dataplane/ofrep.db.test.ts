import { gzipSync } from "node:zlib";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { type Client, OpenFeature } from "@openfeature/server-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assignmentKeyOf } from "../domain/assignments/assignment-key.ts";
import { verifyAssignment } from "../domain/assignments/verify-assignment.ts";
import { sha256Hex } from "../domain/digest.ts";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  SERVER_SECRET,
  startDataPlaneFixture,
} from "./testing/data-plane-fixture.ts";

let fixture: DataPlaneFixture;
let client: Client;

beforeAll(async () => {
  fixture = await startDataPlaneFixture();
  client = await openClient(fixture.keys.gateway);
});

afterAll(async () => {
  await OpenFeature.close();
  await fixture.close();
});

async function openClient(key: string): Promise<Client> {
  const headers: [string, string][] = [["Authorization", `Bearer ${key}`]];
  await OpenFeature.setProviderAndWait(key, new OFREPProvider({ baseUrl: fixture.url, headers }));
  return OpenFeature.getClient(key);
}

const BODY = JSON.stringify({ context: { targetingKey: "tenant-42:conversation-9" } });

type Call = {
  key?: string;
  flag?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

function evaluate({
  key = fixture.keys.gateway,
  flag = "/deploybuddy.production",
  body,
  headers,
}: Call = {}) {
  return fetch(`${fixture.url}/ofrep/v1/evaluate/flags${flag}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}`, ...headers },
    body: body ?? BODY,
  });
}

describe("a real OpenFeature client", () => {
  it("resolves the summary and the release id of an environment", async () => {
    const context = { targetingKey: "tenant-42:conversation-9" };
    const details = await client.getObjectDetails("deploybuddy.production", {}, context);
    expect(details).toMatchObject({
      variant: CONTROL,
      reason: "SPLIT",
      flagMetadata: { arm: "control", flagSetId: "production", version: 1, rollout: 1 },
      value: {
        releaseId: CONTROL,
        manifestDigest: `sha256:${CONTROL.padEnd(64, "0")}`,
        arm: "control",
        components: { feature_view: "releases@4", model: "lora@1.9", prompt: "support@2.8" },
      },
    });
    expect(await client.getStringValue("deploybuddy.production.release_id", "", context)).toBe(CONTROL);
  });

  it.each([
    ["tenant-42:conversation-9", CONTROL],
    ["tenant-42:conversation-7", CANDIDATE],
    ["tenant-42:conversation-10", CANDIDATE],
    ["tenant-42:conversation-12", CANDIDATE],
    ["tenant-29", CANDIDATE],
    ["tenant-40", CONTROL],
  ])("at 1,000 basis points %s gets %s each of three times", async (targetingKey, releaseId) => {
    for (let asked = 0; asked < 3; asked += 1) {
      const value = await client.getStringValue("deploybuddy.production.release_id", "", { targetingKey });
      expect(value).toBe(releaseId);
    }
  });

  it("is told FLAG_NOT_FOUND, TYPE_MISMATCH and TARGETING_KEY_MISSING", async () => {
    const context = { targetingKey: "s" };
    const unknown = await client.getStringDetails("deploybuddy.nowhere", "fallback", context);
    expect(unknown).toMatchObject({ value: "fallback", errorCode: "FLAG_NOT_FOUND" });
    const wrongType = await client.getObjectDetails("deploybuddy.production.release_id", { a: 1 }, context);
    expect(wrongType).toMatchObject({ value: { a: 1 }, errorCode: "TYPE_MISMATCH" });
    const missing = await client.getStringDetails("deploybuddy.production.release_id", "x", {});
    expect(missing).toMatchObject({ value: "x", errorCode: "TARGETING_KEY_MISSING" });
  });

  it("gets an assignment with each flag, which is verified for its subject and this project only", async () => {
    const subject = "tenant-42:conversation-7";
    const keys = [assignmentKeyOf(SERVER_SECRET, "prj_deploybuddy")];
    const context = { targetingKey: subject };
    const summary = await client.getObjectDetails("deploybuddy.production", {}, context);
    const id = await client.getStringDetails("deploybuddy.production.release_id", "", context);
    const bulk = await (await evaluate({ flag: "", body: JSON.stringify({ context }) })).json();
    const all = [summary.flagMetadata, id.flagMetadata, bulk.flags[0].metadata, bulk.flags[1].metadata];
    for (const { assignment } of all) {
      expect(verifyAssignment(String(assignment), "deploybuddy", keys)).toMatchObject({
        ok: true,
        assignment: {
          ...{ environment: "production", releaseId: CANDIDATE, arm: "candidate", generation: 1 },
          ...{ rolloutNumber: 1, subjectHash: sha256Hex(subject) },
        },
      });
    }
    expect(verifyAssignment(String(summary.flagMetadata.assignment), "other", keys).ok).toBe(false);
  });

  it("of another project or environment sees no flag, exactly as if there were none", async () => {
    const foreign = await evaluate({ key: fixture.keys.other });
    const staging = await evaluate({ key: fixture.keys.staging });
    const unknown = await evaluate({ flag: "/deploybuddy.nowhere" });
    expect([foreign.status, staging.status, unknown.status]).toEqual([404, 404, 404]);
    const withKey = (text: string) => text.replaceAll("nowhere", "production");
    expect(await foreign.text()).toBe(withKey(await unknown.text()));
  });
});

describe("an allocation that changes", () => {
  it("reaches gateways within two seconds, by notification or by the poll alone", async () => {
    const asked = { targetingKey: "tenant-42:conversation-7" };
    const flag = "deploybuddy.production.release_id";
    for (const [candidate, expected, notify] of [
      [null, CONTROL, true],
      [CANDIDATE, CANDIDATE, false],
    ] as const) {
      await fixture.allocate({ candidate, shareBp: candidate === null ? 0 : 1_000, notify });
      await expect
        .poll(() => client.getStringValue(flag, "", asked), { timeout: 2_000, interval: 50 })
        .toBe(expected);
    }
  });
});

describe("bulk evaluation", () => {
  it("answers each flag of the key's project, and 304 without a body while nothing changed", async () => {
    const first = await evaluate({ flag: "" });
    const { flags } = await first.json();
    expect(flags.map((flag: { key: string }) => flag.key)).toEqual([
      "deploybuddy.production",
      "deploybuddy.production.release_id",
    ]);
    const etag = first.headers.get("etag") ?? "";
    const second = await evaluate({ flag: "", headers: { "if-none-match": etag } });
    expect([second.status, await second.text()]).toEqual([304, ""]);
    const third = await evaluate({ flag: "", headers: { "if-none-match": '"other"' } });
    expect(third.status).toBe(200);
  });

  it("has one tag however often it is signed, and another for another subject, whose assignment differs", async () => {
    const bulk = async (targetingKey: string, headers = {}) => {
      const body = JSON.stringify({ context: { targetingKey } });
      const response = await evaluate({ flag: "", body, headers });
      const { status } = response;
      return { status, etag: response.headers.get("etag") ?? "", text: await response.text() };
    };
    const [first, later, other] = [await bulk("tenant-40"), await bulk("tenant-40"), await bulk("tenant-41")];
    expect(later.etag).toBe(first.etag);
    expect(other.etag).not.toBe(first.etag);
    expect((await bulk("tenant-41", { "if-none-match": first.etag })).status).toBe(200);
  });
});

describe("OFREP's edge", () => {
  it("answers 401 and 403 without a body, and takes X-API-Key as well", async () => {
    const wrong = await evaluate({ key: `tpl_00000000_${"a".repeat(43)}` });
    const scope = await evaluate({ key: fixture.keys.readOnly });
    expect([wrong.status, await wrong.text(), scope.status, await scope.text()]).toEqual([401, "", 403, ""]);
    const response = await fetch(`${fixture.url}/ofrep/v1/evaluate/flags`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": fixture.keys.gateway },
      body: '{"context":{"targetingKey":"a"}}',
    });
    expect(response.status).toBe(200);
  });

  it("refuses a revoked key within two seconds", async () => {
    const key = fixture.keys.staging;
    expect((await evaluate({ key, flag: "" })).status).toBe(200);
    await fixture.test.db.apiKey.updateMany({
      where: { environment: "staging" },
      data: { revokedAt: new Date() },
    });
    await expect.poll(async () => (await evaluate({ key, flag: "" })).status, { timeout: 2_000 }).toBe(401);
  });

  it("decodes an encoded key, and treats keys with slashes or double encoding as unknown", async () => {
    expect((await evaluate({ flag: "/deploybuddy%2Eproduction" })).status).toBe(200);
    for (const flag of ["/a%2Fb", "/a/b", "/%252e%252e", "/%zz", "/__proto__"]) {
      const response = await evaluate({ flag });
      expect([flag, response.status]).toEqual([flag, 404]);
      expect(await response.json()).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
    }
  });

  it.each([
    { name: "nothing", body: "", code: "PARSE_ERROR" },
    { name: "null", body: "null", code: "PARSE_ERROR" },
    { name: "a list", body: "[]", code: "PARSE_ERROR" },
    { name: "a string", body: '"x"', code: "PARSE_ERROR" },
    { name: "a trailing comma", body: '{"context":{"targetingKey":"a"},}', code: "PARSE_ERROR" },
    { name: "two documents", body: '{"context":{}}{}', code: "PARSE_ERROR" },
    { name: "a byte order mark", body: '\ufeff{"context":{"targetingKey":"a"}}', code: "PARSE_ERROR" },
    { name: "UTF-16", body: new Uint8Array(Buffer.from('{"context":{}}', "utf16le")), code: "PARSE_ERROR" },
    {
      name: "invalid UTF-8",
      body: new Uint8Array([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x7d]),
      code: "PARSE_ERROR",
    },
    { name: "depth 100,000", body: "[".repeat(100_000), code: "PARSE_ERROR" },
    { name: "a key twice", body: '{"context":{"targetingKey":"a","targetingKey":"b"}}', code: "PARSE_ERROR" },
    {
      name: "a prototype key",
      body: '{"context":{"targetingKey":"a","__proto__":{"polluted":1}}}',
      code: "PARSE_ERROR",
    },
    { name: "an escaped prototype key", body: '{"context":{"a.\\u005f_proto__.b":1}}', code: "PARSE_ERROR" },
    { name: "no context", body: "{}", code: "TARGETING_KEY_MISSING" },
    { name: "a context that is a list", body: '{"context":[]}', code: "INVALID_CONTEXT" },
    { name: "a number as subject", body: '{"context":{"targetingKey":5}}', code: "INVALID_CONTEXT" },
    {
      name: "a subject of 10 KB",
      body: JSON.stringify({ context: { targetingKey: "x".repeat(10_000) } }),
      code: "INVALID_CONTEXT",
    },
    { name: "NUL in the subject", body: '{"context":{"targetingKey":"a\\u0000"}}', code: "INVALID_CONTEXT" },
    { name: "a lone surrogate", body: '{"context":{"targetingKey":"\\ud800"}}', code: "INVALID_CONTEXT" },
  ])("refuses $name with 400 $code in less than a second", async ({ body, code }) => {
    const startedAt = Date.now();
    const response = await evaluate({ body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ key: "deploybuddy.production", errorCode: code });
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("refuses other content types with 415 and bodies beyond its limit with 413", async () => {
    for (const type of ["text/plain", "application/json; charset=utf-7", "application/xml"]) {
      expect((await evaluate({ headers: { "content-type": type } })).status).toBe(415);
    }
    expect((await evaluate({ body: `{"a":"${"x".repeat(300_000)}"}` })).status).toBe(413);
  });

  it.each([
    { name: "gzip", encoding: "gzip", body: gzipSync(BODY), status: 200 },
    { name: "a bomb of 10 KB", encoding: "gzip", body: gzipSync(Buffer.alloc(10_000_000)), status: 413 },
    { name: "gzip in gzip", encoding: "gzip", body: gzipSync(gzipSync(BODY)), status: 400 },
    { name: "no gzip", encoding: "gzip", body: Buffer.from(BODY), status: 400 },
    { name: "br", encoding: "br", body: Buffer.from(BODY), status: 415 },
  ])("answers $status to $name", async ({ encoding, body, status }) => {
    const headers = { "content-encoding": encoding };
    expect((await evaluate({ body: new Uint8Array(body), headers })).status).toBe(status);
  });
});
