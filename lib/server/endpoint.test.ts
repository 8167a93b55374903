import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineEndpoint } from "../contracts/endpoint.ts";
import { problemSchema } from "../contracts/problem.ts";
import { setRuntime } from "./context.ts";
import { endpoint, Repeated } from "./endpoint.ts";
import { testRuntime } from "./testing/test-runtime.ts";

const sample = defineEndpoint({
  method: "POST",
  path: "/api/v1/things/{name}",
  operationId: "sampleThing",
  summary: "A sample",
  permission: "public",
  params: z.strictObject({ name: z.string().regex(/^[a-z' =-]+$/) }),
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    sort: z.enum(["name"]).optional(),
  }),
  body: z.strictObject({
    a: z.unknown().optional(),
    text: z.string().optional(),
    count: z.number().int().optional(),
    inner: z.strictObject({ b: z.string() }).optional(),
  }),
  response: z.strictObject({ seen: z.unknown(), limit: z.number() }),
  status: { created: 201, repeated: 200 },
  errors: [],
});
const small = defineEndpoint({ ...sample, bodyLimitBytes: 1_000, operationId: "small" });
const closed = defineEndpoint({ ...sample, permission: "project:read", operationId: "closed" });

const post = endpoint(sample, async ({ body, query }) => ({ seen: body, limit: query.limit }));
const postSmall = endpoint(small, async ({ body, query }) => ({ seen: body, limit: query.limit }));
const address = "http://127.0.0.1:3000/api/v1/things/x";
const JSON_HEADERS = { "content-type": "application/json" };

beforeAll(() => setRuntime(testRuntime({ now: new Date("2026-11-01T12:00:00Z") })));
afterAll(() => setRuntime(undefined));

async function send(
  body: BodyInit | undefined,
  init: { url?: string; method?: string; headers?: Record<string, string> } = {},
) {
  const { url = address, method = "POST", headers = JSON_HEADERS } = init;
  const response = await post(new Request(url, { method, headers, body }));
  return { response, body: await response.json() };
}

/** Checks that an answer is a problem of ours with this status and code, and gives nothing away. */
async function expectProblem(
  answer: Promise<{ response: Response; body: unknown }>,
  status: number,
  code: string,
) {
  const { response, body } = await answer;
  const problem = problemSchema.parse(body);
  expect({ status: response.status, code: problem.code }).toEqual({ status, code });
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|SELECT|\.ts:/);
  return { response, problem };
}

/** expectProblem for a row that has nothing more to look at. */
async function expectRefusal(...given: Parameters<typeof expectProblem>): Promise<void> {
  await expectProblem(...given);
}

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("endpoint: bodies that are not one JSON object", () => {
  it.each<[string, BodyInit]>([
    ["row 27: an empty body", ""],
    ["row 27: null", "null"],
    ["row 27: a list", "[]"],
    ["row 27: a text", '"x"'],
    ["row 27: a number", "1"],
    ["row 27: a trailing comma", '{"a":1,}'],
    ["row 27: two documents", '{"a":1}{"a":2}'],
    ["row 27: a byte order mark", '\ufeff{"a":1}'],
    ["row 27: UTF-16 with a mark", bytes(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00)],
    ["row 27: UTF-16 without a mark", bytes(0x7b, 0x00, 0x7d, 0x00)],
    ["row 29: a key twice", '{"a":1,"a":2}'],
    ["row 29: a key twice with equal values", '{"a":1,"a":1}'],
    ["row 29: a key twice, once escaped", '{"a":1,"\\u0061":1}'],
    ["row 32: invalid UTF-8", bytes(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d)],
    ["row 32: overlong UTF-8", bytes(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc0, 0xaf, 0x22, 0x7d)],
    ["row 27: a comment", '{"a":1 /* one */}'],
    ["row 27: an unfinished text", '{"a":"'],
  ])("%s is 400 malformed-json", (_name, body) => expectRefusal(send(body), 400, "malformed-json"));

  it.each([
    ["row 28: depth 33", `${'{"a":'.repeat(33)}1${"}".repeat(33)}`],
    ["row 28: depth 100,000", "[".repeat(100_000)],
  ])("%s is 400 too-deep", (_name, body) => expectRefusal(send(body), 400, "too-deep"));

  it("row 28: depth 32 is read", async () => {
    const { response } = await send(`${'{"a":'.repeat(32)}1${"}".repeat(32)}`);
    expect(response.status).toBe(201);
  });

  it("row 29: 100,000 keys are 400", async () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `"k${index}":1`).join(",");
    await expectProblem(send(`{"a":{${keys}}}`), 400, "bad-request");
  });

  it.each([
    ["at the top", '{"__proto__":{"polluted":1}}'],
    ["at depth 5", '{"a":{"a":{"a":{"a":{"__proto__":{"polluted":1}}}}}}'],
    ["in a list", '{"a":[{"constructor":{"prototype":{"polluted":1}}}]}'],
    ["written with an escape", '{"\\u005f_proto__":1}'],
    ["as a part of a dotted key", '{"a.__proto__.polluted":1}'],
    ["prototype", '{"a":{"prototype":1}}'],
  ])("row 30: a forbidden key %s is 400 and pollutes nothing", async (_name, body) => {
    await expectProblem(send(body), 400, "forbidden-key");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it.each([
    ["1e400", '{"a":1e400}', "/a"],
    ["a number beyond 2^53", '{"a":9007199254740993}', "/a"],
    ["a large negative number in a list", '{"a":[1,-9007199254740993]}', "/a/1"],
    ["a number that would become 0", '{"a":1e-400}', "/a"],
    ["NaN", '{"a":NaN}', undefined],
    ["Infinity", '{"a":-Infinity}', undefined],
    ["a number as text where a number is wanted", '{"count":"1e3"}', "/count"],
    ["row 41: an operator where text is wanted", '{"text":{"not":""}}', "/text"],
    ["row 32: a NUL in a text", '{"text":"a\\u0000b"}', "/text"],
    ["row 32: a lone surrogate", '{"text":"\\ud800"}', "/text"],
    ["row 32: a lone surrogate in a key", '{"a":{"\\ud800":1}}', "/a/\ud800"],
  ])("row 31: %s is 422 invalid and named", async (_name, body, pointer) => {
    const { problem } = await expectProblem(send(body), 422, "invalid");
    expect(problem.errors?.[0]?.pointer).toBe(pointer);
  });

  it("row 31: -0 becomes 0", async () => {
    const { body } = await send('{"a":-0,"count":-0.0}');
    expect(Object.is(body.seen.a, 0) && Object.is(body.seen.count, 0)).toBe(true);
  });

  it.each([
    ["at the top", '{"role":"admin"}', "/role"],
    ["inside", '{"inner":{"b":"x","approvedBy":"me"}}', "/inner/approvedBy"],
    ["row 15: projectId", '{"projectId":"prj_other"}', "/projectId"],
  ])("row 16: an unknown field %s is 422 unknown-field", async (_name, body, pointer) => {
    const { problem } = await expectProblem(send(body), 422, "unknown-field");
    expect(problem.errors).toEqual([{ pointer, message: expect.any(String) }]);
  });
});

describe("endpoint: sizes and times", () => {
  it("row 33: a declared length over the limit is 413 without reading", async () => {
    await expectProblem(
      send("{}", { headers: { ...JSON_HEADERS, "content-length": "20000000" } }),
      413,
      "too-large",
    );
  });

  it("row 33: a body that grows over the limit is 413 while it arrives", async () => {
    let pulls = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulls += 1;
        controller.enqueue(new Uint8Array(400).fill(32));
      },
    });
    const init = { method: "POST", headers: JSON_HEADERS, body: stream, duplex: "half" } as const;
    const response = await postSmall(new Request(address, init));
    expect(response.status).toBe(413);
    expect(pulls).toBeLessThan(10);
  });

  it("row 33: one text of more than 256 KB is 413", () =>
    expectRefusal(send(JSON.stringify({ text: "x".repeat(300_000) })), 413, "too-large"));
});

describe("endpoint: headers, methods, addresses", () => {
  it.each([
    ["row 36: text/plain", { "content-type": "text/plain" }],
    ["row 36: another charset", { "content-type": "application/json; charset=utf-7" }],
    ["row 18: a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["row 34: a compressed body", { ...JSON_HEADERS, "content-encoding": "br" }],
  ])("%s is 415", (_name, headers) => expectRefusal(send("{}", { headers }), 415, "unsupported-media-type"));

  it("row 36: no content type is 415", () =>
    expectRefusal(send(new Blob(["{}"]), { headers: {} }), 415, "unsupported-media-type"));

  it("row 37: Accept: application/xml is 406", () =>
    expectRefusal(
      send("{}", { headers: { ...JSON_HEADERS, accept: "application/xml" } }),
      406,
      "not-acceptable",
    ));

  it.each(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "row 10, 20, 64: %s on a POST address is 405 with Allow",
    async (method) => {
      const { response } = await expectProblem(
        send(undefined, { method, headers: {} }),
        405,
        "method-not-allowed",
      );
      expect(response.headers.get("allow")).toBe("POST");
    },
  );

  it("row 10: a method override is not looked at", async () => {
    const { response } = await send("{}", {
      headers: { ...JSON_HEADERS, "x-http-method-override": "DELETE" },
    });
    expect(response.status).toBe(201);
  });

  it.each([
    ["limit=-1", "limit"],
    ["limit=1e9", "limit"],
    ["limit=abc", "limit"],
    ["limit=1&limit=2", "limit"],
    ["sort=password", "sort"],
    ["where[apiKey][startsWith]=a", "where[apiKey][startsWith]"],
    ["__proto__=1", "__proto__"],
  ])("row 39, 41: ?%s is 400 and named", async (query, pointer) => {
    const { problem } = await expectProblem(send("{}", { url: `${address}?${query}` }), 400, "bad-request");
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it.each([
    ["row 70: 10 KB", "x".repeat(10_240), 400, "bad-request"],
    ["row 70: %00", "%00", 400, "bad-request"],
    ["row 70: a wildcard", "*", 404, "not-found"],
    ["row 38: double encoding", "%252e%252e", 404, "not-found"],
    ["row 9: upper case", "X", 404, "not-found"],
  ])("%s in a path parameter", (_name, part, status, code) =>
    expectRefusal(send("{}", { url: `http://127.0.0.1:3000/api/v1/things/${part}` }), status, code),
  );

  it("row 40: SQL in a parameter is only text", async () => {
    const { response } = await send(`{"text":"'; DROP TABLE account; --"}`, {
      url: `${address}'%20or%20'='`,
    });
    expect(response.status).toBe(201);
  });
});

describe("endpoint: who asks", () => {
  it("row 1: nobody is 401 with WWW-Authenticate", async () => {
    const handler = endpoint(closed, async () => ({ seen: null, limit: 1 }));
    const response = await handler(
      new Request(address, { method: "POST", headers: JSON_HEADERS, body: "{}" }),
    );
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
  });

  it("row 8: a middleware header changes nothing", async () => {
    const handler = endpoint(closed, async () => ({ seen: null, limit: 1 }));
    const headers = {
      ...JSON_HEADERS,
      "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
    };
    expect((await handler(new Request(address, { method: "POST", headers, body: "{}" }))).status).toBe(401);
  });

  it.each([
    ["truncated", "Bearer tpl_abc"],
    ["of another scheme", "Basic YTpi"],
    ["empty", "Bearer "],
  ])("row 2: a key that is %s is 401", (_name, authorization) =>
    expectRefusal(send("{}", { headers: { ...JSON_HEADERS, authorization } }), 401, "unauthenticated"),
  );

  it("a cookie and a key together are 400", () =>
    expectRefusal(
      send("{}", { headers: { ...JSON_HEADERS, authorization: "Bearer x", cookie: "tupelo.session=a" } }),
      400,
      "bad-request",
    ));

  it.each([
    ["Origin: null", { origin: "null", cookie: "tupelo.session=a" }],
    ["a missing Origin with a cookie", { cookie: "tupelo.session=a" }],
    ["another origin", { origin: "https://evil.example", cookie: "tupelo.session=a" }],
    ["another origin without a cookie", { origin: "https://evil.example" }],
    [
      "Sec-Fetch-Site: cross-site",
      { origin: "http://127.0.0.1:3000", "sec-fetch-site": "cross-site", cookie: "tupelo.session=a" },
    ],
    [
      "Sec-Fetch-Site: same-site",
      { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-site", cookie: "tupelo.session=a" },
    ],
    [
      "an X-Forwarded-Host that fits",
      { origin: "https://evil.example", "x-forwarded-host": "evil.example", cookie: "tupelo.session=a" },
    ],
  ])("row 19: %s is 403 csrf", (_name, headers) =>
    expectRefusal(send("{}", { headers: { ...JSON_HEADERS, ...headers } }), 403, "csrf"),
  );

  it("row 19: the console's own page may", async () => {
    const headers = {
      ...JSON_HEADERS,
      origin: "http://127.0.0.1:3000",
      "sec-fetch-site": "same-origin",
      cookie: "tupelo.session=a",
    };
    expect((await send("{}", { headers })).response.status).toBe(201);
  });

  it("a database that cannot be reached is 503 with Retry-After", async () => {
    const key = `tpl_0123abcd_${"a".repeat(43)}`;
    const { response } = await expectProblem(
      send("{}", { headers: { ...JSON_HEADERS, authorization: `Bearer ${key}` } }),
      503,
      "unavailable",
    );
    expect(response.headers.get("retry-after")).toBe("1");
  });
});

describe("endpoint: answers", () => {
  const request = () => new Request(address, { method: "POST", headers: JSON_HEADERS, body: "{}" });

  it("tells new from repeated", async () => {
    const repeated = endpoint(sample, async () => new Repeated({ seen: 1, limit: 1 }));
    expect((await repeated(request())).status).toBe(200);
    expect((await post(request())).status).toBe(201);
  });

  it("hides what went wrong inside", async () => {
    const broken = endpoint(sample, () => Promise.reject(new Error("SELECT secret FROM table")));
    const response = await broken(request());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("SELECT");
  });

  it("fails where an answer is not what was promised", async () => {
    const wrong = endpoint(sample, async () => Object.assign({ seen: 1, limit: 1 }, { passwordHash: "x" }));
    expect((await wrong(request())).status).toBe(500);
  });
});
