import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Endpoint } from "../../lib/contracts/endpoint.ts";
import { ENDPOINTS } from "../../lib/contracts/registry.ts";
import { copyOf } from "../../lib/services/testing/api-facts.ts";
import type { ValidRequest } from "./testing/api-requests.ts";
import { type ApiWorld, type Caller, createApiWorld, type SendOptions } from "./testing/api-world.ts";

let world: ApiWorld;
let test: ApiWorld["facts"]["test"];

beforeAll(async () => {
  world = await createApiWorld();
}, 120_000);
afterAll(() => world.close());
beforeEach(async () => {
  test = await copyOf(world.facts);
  await world.use(test);
});
afterEach(async () => {
  await world.leave();
  await test.drop();
});

function endpointOf(operationId: string): Endpoint {
  const declaration = ENDPOINTS.find((one) => one.operationId === operationId);
  if (declaration === undefined) throw new Error(`${operationId} is not declared`);
  return declaration;
}

type Change = Partial<ValidRequest> & { add?: Record<string, unknown> };
/** Sends an endpoint's valid request with a change, and returns status, code and body. */
async function send(
  operationId: string,
  who: Caller,
  { add, ...change }: Change = {},
  options?: SendOptions,
) {
  const declaration = endpointOf(operationId);
  const valid = { ...world.request(declaration), ...change };
  const body = add === undefined ? valid.body : { ...Object(valid.body), ...add };
  const answer = await world.send(declaration, { ...valid, body }, who, options);
  const code = /"code":"([a-z-]+)"/.exec(answer.text)?.[1] ?? null;
  return { ...answer, code };
}

const everything: Caller = { person: "everything" };
const author: Caller = { person: "author" };
const reviewer: Caller = { person: "reviewer" };
const operator: Caller = { person: "operator" };

describe("bad input", () => {
  it.each([
    ["reviewPromotion", "viewer"],
    ["createPromotion", "viewer"],
    ["rollBack", "viewer"],
    ["createApiKey", "viewer"],
    ["reviewPromotion", "admin"],
    ["rollBack", "admin"],
    ["rollBack", "auditor"],
  ] as const)("row 4: %s by a %s is 403", async (operationId, person) => {
    expect(await send(operationId, { person })).toMatchObject({ status: 403, code: "forbidden" });
  });

  it("row 5: an author who may review cannot approve his own, in a second session and by a key neither", async () => {
    const { project, people } = world.facts;
    await test.db.membership.create({
      data: {
        ...{ id: "mem_x", projectId: project.id, accountId: people.author.id, role: "reviewer" },
        createdAt: world.facts.now,
      },
    });
    expect(await send("reviewPromotion", author)).toMatchObject({ status: 403, code: "self-approval" });
    expect(await send("reviewPromotion", { key: "promotions:propose" })).toMatchObject({
      status: 403,
      code: "insufficient-scope",
    });
    const { promotionNumber } = world.facts;
    expect(
      await test.db.review.count({
        where: { projectId: project.id, promotionNumber, accountId: people.author.id },
      }),
    ).toBe(0);
  });

  it("row 6: an approval that names another digest is 409", async () => {
    const subject = { ...world.facts.subject, manifestDigest: `sha256:${"0".repeat(64)}` };
    expect(await send("reviewPromotion", reviewer, { add: { subject } })).toMatchObject({
      status: 409,
      code: "approval-mismatch",
    });
  });

  it("row 7: an approval of an older policy or older evidence is 409", async () => {
    for (const change of [{ policyLabel: "default@0" }, { evidenceDigest: "sha256:old" }]) {
      const subject = { ...world.facts.subject, ...change };
      expect(await send("reviewPromotion", reviewer, { add: { subject } })).toMatchObject({
        status: 409,
        code: "approval-stale",
      });
    }
  });

  const BODIES = ENDPOINTS.filter(
    ({ body, bodyKind, operationId }) => body !== null && bodyKind === "json" && operationId !== "setUp",
  ).map(({ operationId }) => operationId);

  it.each(BODIES)("row 15, 16: %s takes no field that it does not declare", async (operationId) => {
    const fields = { projectId: "prj_x", approvedBy: "me", createdAt: "2026-01-01", version: 9, id: "x" };
    for (const [name, value] of Object.entries(fields)) {
      const who = world.request(endpointOf(operationId)).by;
      const answer = await send(operationId, who === undefined ? everything : { person: who }, {
        add: { [name]: value },
      });
      expect([operationId, name, answer.status, answer.code]).toEqual([
        operationId,
        name,
        422,
        "unknown-field",
      ]);
    }
  });

  const PAGED = ["listArtifacts", "listReleases", "listEvalRuns", "listPromotions", "listAudit"];

  it.each(PAGED)(
    "row 17: %s refuses a cursor that was tampered with or is another project's",
    async (name) => {
      const other = Buffer.from(JSON.stringify(["prj_other", "1"])).toString("base64url");
      for (const cursor of ["x", "AAAA", other, `${other}=`, Buffer.from("[1]").toString("base64url")]) {
        expect(await send(name, everything, { query: { cursor } })).toMatchObject({
          status: 400,
          code: "bad-cursor",
        });
      }
    },
  );

  it.each(PAGED)("row 39: %s refuses limits and orders that it does not have", async (name) => {
    const queries: Record<string, string>[] = [
      { limit: "-1" },
      { limit: "1e9" },
      { limit: "abc" },
      { limit: "0" },
      { sort: "password" },
    ];
    for (const query of queries) {
      const answer = await send(name, everything, { query });
      expect([query, answer.status]).toEqual([query, 400]);
      expect(answer.text).toContain(`"pointer":"${Object.keys(query)[0]}"`);
    }
  });

  it.each(["' OR 1=1--", '"; DROP TABLE release', "%", "s_pport", "\\", "%25", "!:*&|", "a".repeat(200)])(
    "row 40, 42: %s in a search is looked for as it stands",
    async (search) => {
      for (const name of ["listArtifacts", "listReleases"]) {
        const answer = await send(name, everything, { query: { search } });
        expect([name, answer.status, answer.body]).toEqual([name, 200, { items: [], nextCursor: null }]);
      }
    },
  );

  it("row 40: an action or an actor with SQL in the audit log's filters is looked for as it stands", async () => {
    for (const value of ["' OR 1=1--", "%", "_", "\\"]) {
      const answer = await send("listAudit", everything, { query: { actor: value } });
      expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ items: [] })]);
    }
  });

  it.each(BODIES)("row 41: %s takes no operator where a text is wanted", async (operationId) => {
    const declaration = endpointOf(operationId);
    const { by, body } = world.request(declaration);
    for (const name of Object.keys(Object(body))) {
      for (const operator of [{ not: "" }, { gt: "" }]) {
        const who: Caller = { person: by ?? "everything" };
        const answer = await send(operationId, who, { add: { [name]: operator } });
        expect([name, answer.status]).toEqual([name, 422]);
      }
    }
  });

  it("row 41: an operator in the query is 400", async () => {
    const answer = await send("listReleases", everything, { query: { "where[id][startsWith]": "a" } });
    expect(answer.status).toBe(400);
  });

  const SEEN = '<script>alert(1)</script><img onerror=x src="javascript:alert(1)"> {{7*7}} \u001b[31m';

  it("row 52: markup in a title, a reason and a name is kept and answered as text", async () => {
    expect((await send("withdrawPromotion", author, { add: { reason: SEEN } })).status).toBe(200);
    const title = SEEN.slice(0, 190);
    const made = await send("createPromotion", author, { add: { title } });
    expect(made.status).toBe(201);
    const list = await send("listPromotions", everything);
    expect(JSON.stringify(list.body)).toContain(JSON.stringify(title.trim()).slice(1, -1));
    expect(list.headers.get("content-type")).toBe("application/json");
    expect(list.headers.get("x-content-type-options")).toBe("nosniff");
    const audit = await send("listAudit", everything);
    expect(JSON.stringify(audit.body)).toContain(JSON.stringify(SEEN.trim()).slice(1, -1));
  });

  it("row 64: a published release takes no other method", async () => {
    const handler = world.routes.get("GET /api/v1/projects/{project}/releases/{releaseId}");
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      expect(world.routes.has(`${method} /api/v1/projects/{project}/releases/{releaseId}`)).toBe(false);
      const address = `http://127.0.0.1:3000/api/v1/projects/alpha/releases/${world.facts.served}`;
      const answer = await handler?.(new Request(address, { method }));
      expect([answer?.status, answer?.headers.get("allow")]).toEqual([405, "GET"]);
    }
  });

  it("row 65: a rollback without a reason, with one of two letters or of 10 KB is 422", async () => {
    for (const reason of [undefined, "", "no", " ".repeat(20), "x".repeat(10_240)]) {
      expect((await send("rollBack", operator, { add: { reason } })).status).toBe(422);
    }
  });

  it("row 65: a rollback without a fresh proof of identity is 401 and changes nothing", async () => {
    const runtime = await world.use(test);
    runtime.now = () => new Date(world.facts.now.getTime() + 301_000);
    const answer = await send("rollBack", operator);
    expect([answer.status, answer.code]).toEqual([401, "step-up-required"]);
    expect((await send("stepUp", operator)).status).toBe(200);
    expect((await send("rollBack", operator)).status).toBe(200);
  });

  it("row 24, 25, 26, 65: a stale version, the release itself, and one never served are refused", async () => {
    const { served, candidate, allocationVersion, quarantined } = world.facts;
    const stale = await send("rollBack", operator, { add: { expectedVersion: allocationVersion - 1 } });
    expect([stale.status, stale.code]).toEqual([409, "version-conflict"]);
    expect(stale.text).toContain(`"currentVersion":${allocationVersion}`);
    expect(await send("rollBack", operator, { add: { targetReleaseId: served } })).toMatchObject({
      status: 409,
      code: "no-op",
    });
    for (const targetReleaseId of [candidate, quarantined, world.facts.other.releaseId]) {
      expect(await send("rollBack", operator, { add: { targetReleaseId } })).toMatchObject({
        status: 422,
        code: "invalid-target",
      });
    }
    const current = await send("createPromotion", author, { add: { releaseId: served } });
    expect([current.status, current.code]).toEqual([409, "no-op"]);
  });

  it.each(["req_nobody", "%", "_", "*", "req_%", "' OR ''='"])(
    "row 70: the request id %s is 404",
    async (requestId) => {
      expect((await send("getLineage", everything, { params: { requestId } })).status).toBe(404);
    },
  );

  it("row 70: another project's request is 404, one of 10 KB or with NUL is 400 or 404", async () => {
    const ask = async (requestId: string) =>
      (await send("getLineage", everything, { params: { requestId } })).status;
    expect(await ask(world.facts.other.requestId)).toBe(404);
    expect(await ask("x".repeat(10_240))).toBe(400);
    expect(await ask("a\u0000b")).toBe(400);
  });
});

describe("row 21: the same key five times at once", () => {
  it.each([
    ["createRelease", author, () => test.db.release.count()],
    ["createPromotion", author, () => test.db.promotion.count()],
    ["rollBack", operator, () => test.db.rollback.count()],
    ["reviewPromotion", reviewer, () => test.db.review.count()],
  ] as const)("%s: one effect, one answer", async (operationId, who, count) => {
    const before = await count();
    const options = { idempotencyKey: "the-same" };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(operationId, who, {}, options)));
    const [first, ...others] = answers.map(({ status, body }) => ({ status, body }));
    expect(first?.status).toBeLessThan(300);
    for (const other of others) expect(other).toEqual(first);
    expect(await count()).toBe(before + 1);
    const { status, body } = await send(operationId, who, {}, options);
    expect({ status, body }).toEqual(first);
    expect(await count()).toBe(before + 1);
  });

  it("row 22: with another body it is 422", async () => {
    const options = { idempotencyKey: "the-same" };
    expect((await send("rollBack", operator, {}, options)).status).toBe(200);
    const other = await send("rollBack", operator, { add: { reason: "another reason" } }, options);
    expect([other.status, other.code]).toEqual([422, "idempotency-mismatch"]);
  });
});

describe("secrets that are shown once", () => {
  it.each(["createApiKey", "createInvite"])("%s keeps no plain secret in any table", async (operationId) => {
    const answer = await send(operationId, { person: "admin" }, {}, { idempotencyKey: "keep-it" });
    expect(answer.status).toBe(201);
    const secret = /tpl_\w+|#\w{43}/.exec(answer.text)?.[0].replace("#", "") ?? "";
    expect(secret.length).toBeGreaterThan(40);
    expect(await tablesHolding(secret)).toEqual([]);
    expect(await test.db.idempotentAnswer.count({ where: { key: "keep-it" } })).toBe(0);
  });
});

async function tablesHolding(text: string): Promise<string[]> {
  const tables = await test.db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('public', 'traces', 'graphile_worker')`;
  const holding: string[] = [];
  for (const { name } of tables) {
    const found = await test.db.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM ${name} t WHERE position($1 in t::text) > 0 LIMIT 1`,
      text,
    );
    if (found.length > 0) holding.push(name);
  }
  return holding;
}
