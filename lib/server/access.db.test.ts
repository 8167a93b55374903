import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { accessEndpoints } from "../contracts/access.ts";
import { defineEndpoint } from "../contracts/endpoint.ts";
import { sessionEndpoints } from "../contracts/session.ts";
import { createId } from "../db/create-id.ts";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database.ts";
import { transact } from "../db/transact.ts";
import type { RoleGrant } from "../domain/access/roles.ts";
import { acceptInvite } from "../services/access/accept-invite.ts";
import { forgetAttempts } from "../services/access/attempts.ts";
import { createAccount, grantRoles } from "../services/access/create-account.ts";
import { createApiKey } from "../services/access/create-api-key.ts";
import { createInvite } from "../services/access/create-invite.ts";
import { describeSession } from "../services/access/describe-session.ts";
import { listMembers } from "../services/access/list-members.ts";
import { hashPassword, verifyPassword } from "../services/access/password.ts";
import { removeMember } from "../services/access/remove-member.ts";
import { revokeApiKey } from "../services/access/revoke-api-key.ts";
import { createSetupToken, setUp } from "../services/access/set-up.ts";
import { signIn } from "../services/access/sign-in.ts";
import { signOut } from "../services/access/sign-out.ts";
import { stepUp } from "../services/access/step-up.ts";
import { verifyApiKey } from "../services/access/verify-api-key.ts";
import { authorize } from "../services/authorize.ts";
import { createProject } from "../services/projects/create-project.ts";
import { resolveProject } from "../services/projects/resolve-project.ts";
import { setRuntime } from "./context.ts";
import { endpoint, type RouteHandler } from "./endpoint.ts";
import { requireAccount } from "./require-account.ts";
import { ANONYMOUS, contextOf, type Runtime } from "./runtime.ts";
import { sessionAnswer } from "./session-answer.ts";
import { sessionCookieName, writeSessionToken } from "./session-cookie.ts";
import { testRuntime } from "./testing/test-runtime.ts";

const T0 = new Date("2026-11-01T12:00:00Z");
const HOUR_MS = 3_600_000;
const ORIGIN = "http://127.0.0.1:3000";
const PASSWORD = "correct horse battery";
const clock = { now: T0 };
let test: TestDatabase;
let runtime: Runtime;

beforeAll(async () => {
  test = await createTestDatabase();
  runtime = testRuntime(clock, test);
  setRuntime(runtime);
});
afterAll(async () => {
  setRuntime(undefined);
  await runtime.traces.end();
  await test.drop();
});
beforeEach(() => {
  clock.now = T0;
});

const anonymous = () => contextOf(runtime, ANONYMOUS, "req_test");
let serial = 0;
function next(): number {
  serial += 1;
  return serial;
}

async function givenProject(slug = `p${next()}`) {
  const { id } = await transact(anonymous(), (tx, audit) =>
    createProject(tx, audit, { slug, name: slug, repository: `${slug}.git`, isDemo: false, now: T0 }),
  );
  return { id, slug };
}

async function givenAccount(projectId: string, grants: RoleGrant[]) {
  const email = `person${next()}@example.com`;
  const passwordHash = await hashPassword(PASSWORD);
  const account = await transact(anonymous(), async (tx, audit) => {
    const made = await createAccount(tx, audit, {
      email,
      name: "Person",
      passwordHash,
      isDemo: false,
      now: T0,
    });
    if (grants.length > 0) await grantRoles(tx, audit, { projectId, accountId: made.id, grants, now: T0 });
    return made;
  });
  return { id: account.id, email };
}

async function cookieOf(email: string, previousSecret: string | null = null) {
  const { secret } = await signIn(anonymous(), {
    email,
    password: PASSWORD,
    previousSecret,
    address: "10.0.0.1",
  });
  return {
    secret,
    cookie: `${sessionCookieName(runtime.env)}=${await writeSessionToken(secret, runtime.env)}`,
  };
}

type Call = { path: string; method?: string; headers?: Record<string, string>; body?: unknown };
async function call(handler: RouteHandler, { path, method = "GET", headers = {}, body }: Call) {
  const init = {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  const response = await handler(new Request(`${ORIGIN}${path}`, init));
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { status: response.status, body: await response.json(), cookie };
}

const getSession = endpoint(sessionEndpoints.getSession, (_input, ctx) =>
  describeSession(ctx, requireAccount(ctx)),
);
const members = endpoint(accessEndpoints.listMembers, async ({ params }, ctx) => ({
  items: await listMembers(ctx, params.project),
}));
const stepUpRoute = endpoint(sessionEndpoints.stepUp, async ({ body }, ctx) => {
  const { provedAt, secret } = await stepUp(ctx, requireAccount(ctx), { ...body, address: null });
  return sessionAnswer({ provedAt: provedAt.toISOString() }, secret);
});
const session = (cookie: string) => call(getSession, { path: "/api/v1/session", headers: { cookie } });

describe("sessions", () => {
  it("stores scrypt hashes that say how they were made, and compares them", async () => {
    const stored = await hashPassword(PASSWORD);
    expect(stored).toMatch(/^scrypt\$32768\$8\$1\$[0-9a-f]{32}\$[0-9a-f]{64}$/);
    expect([
      await verifyPassword(PASSWORD, stored),
      await verifyPassword("x", stored),
      await verifyPassword("x", null),
    ]).toEqual([true, false, false]);
  });

  it("says the same for a wrong password and an unknown e-mail", async () => {
    const { email } = await givenAccount("", []);
    const sign = (address: string) =>
      signIn(anonymous(), { email: address, password: "wrong", previousSecret: null, address: null }).catch(
        (e: Error) => e.message,
      );
    const answers = [
      await sign(email),
      await sign("nobody@example.com"),
      await sign("a@b.example,c@d.example"),
    ];
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("bad-credentials");
  });

  it("row 11: after ten wrong tries even the right password waits", async () => {
    const { email } = await givenAccount("", []);
    const sign = (password: string) =>
      signIn(anonymous(), { email, password, previousSecret: null, address: "10.9.9.9" });
    for (let index = 0; index < 10; index += 1)
      await expect(sign("wrong")).rejects.toMatchObject({ code: "bad-credentials" });
    await expect(sign(PASSWORD)).rejects.toMatchObject({ code: "too-many-requests" });
    await forgetAttempts({ subject: email, address: "10.9.9.9" });
    await expect(sign(PASSWORD)).resolves.toBeDefined();
  });

  it("row 12: a session known before signing in is dead afterwards", async () => {
    const { email } = await givenAccount("", []);
    const before = await cookieOf(email);
    const after = await cookieOf(email, before.secret);
    expect([(await session(before.cookie)).status, (await session(after.cookie)).status]).toEqual([401, 200]);
  });

  it("keeps only the hash of the secret, and audits the sign-in", async () => {
    const { email, id } = await givenAccount("", []);
    const { secret } = await cookieOf(email);
    expect(await test.db.session.count({ where: { id: secret } })).toBe(0);
    expect(await test.db.auditEvent.count({ where: { action: "session.started", actorId: id } })).toBe(1);
  });

  it("ends after 8 idle hours, and after 24 hours in any case", async () => {
    const { email } = await givenAccount("", []);
    const idle = await cookieOf(email);
    clock.now = new Date(T0.getTime() + 8 * HOUR_MS);
    expect((await session(idle.cookie)).status).toBe(401);
    clock.now = T0;
    const busy = await cookieOf(email);
    for (let hour = 6; hour < 24; hour += 6) {
      clock.now = new Date(T0.getTime() + hour * HOUR_MS);
      expect((await session(busy.cookie)).status).toBe(200);
    }
    clock.now = new Date(T0.getTime() + 24 * HOUR_MS);
    expect((await session(busy.cookie)).status).toBe(401);
  });

  it("is dead at once after signing out", async () => {
    const { email } = await givenAccount("", []);
    const { cookie } = await cookieOf(email);
    const signOutRoute = endpoint(sessionEndpoints.deleteSession, async (_input, ctx) => {
      await signOut(ctx, requireAccount(ctx));
      return { signedOut: true } as const;
    });
    const answer = await call(signOutRoute, {
      path: "/api/v1/session",
      method: "DELETE",
      headers: { cookie, origin: ORIGIN },
    });
    expect([answer.status, (await session(cookie)).status]).toEqual([200, 401]);
  });

  it("row 71: two session cookies are 400", async () => {
    const { email } = await givenAccount("", []);
    const { cookie } = await cookieOf(email);
    expect((await session(`${cookie}; ${cookie}`)).status).toBe(400);
  });

  it("a step-up with the right password proves anew under a new session id, with a wrong one it does not", async () => {
    const { email } = await givenAccount("", []);
    const { cookie } = await cookieOf(email);
    clock.now = new Date(T0.getTime() + HOUR_MS);
    const prove = (password: string) =>
      call(stepUpRoute, {
        path: "/api/v1/session/step-up",
        method: "POST",
        headers: { cookie, origin: ORIGIN },
        body: { password },
      });
    expect((await prove("wrong")).body.code).toBe("bad-credentials");
    expect((await session(cookie)).body.provedAt).toBe(T0.toISOString());
    expect((await session(cookie)).body.proof).toBe("stale");
    const proved = await prove(PASSWORD);
    expect(proved.body.provedAt).toBe(clock.now.toISOString());
    expect((await session(cookie)).status).toBe(401);
    const renewed = await session(proved.cookie);
    expect(renewed.body).toMatchObject({ provedAt: clock.now.toISOString(), proof: "fresh" });
  });
});

describe("members and invites", () => {
  async function givenAdmin() {
    const project = await givenProject();
    const admin = await givenAccount(project.id, [{ role: "admin" }]);
    return { project, admin };
  }
  const asAccount = (account: { id: string; email: string }, projectId: string, grants: RoleGrant[]) =>
    contextOf(
      runtime,
      {
        kind: "account",
        id: account.id,
        name: "Person",
        email: account.email,
        sessionId: "x",
        provedAt: T0,
        proof: "fresh",
        grants: new Map([[projectId, grants]]),
      },
      "req_test",
    );

  it("row 14: another project's members are as unknown as a project that does not exist", async () => {
    const mine = await givenAdmin();
    const other = await givenProject();
    const { cookie } = await cookieOf(mine.admin.email);
    const ask = (slug: string) =>
      call(members, { path: `/api/v1/projects/${slug}/members`, headers: { cookie } });
    const [own, foreign, unknown] = [
      await ask(mine.project.slug),
      await ask(other.slug),
      await ask("nothing"),
    ];
    expect([own.status, foreign.status, unknown.status]).toEqual([200, 404, 404]);
    const shape = ({ body }: { body: Record<string, unknown> }) => ({ ...body, requestId: "", instance: "" });
    expect(shape(foreign)).toEqual(shape(unknown));
  });

  it("row 4: a viewer may not list members", async () => {
    const project = await givenProject();
    const viewer = await givenAccount(project.id, [{ role: "viewer" }]);
    const { cookie } = await cookieOf(viewer.email);
    const answer = await call(members, {
      path: `/api/v1/projects/${project.slug}/members`,
      headers: { cookie },
    });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
  });

  it("an invite brings a new person in, once", async () => {
    const { project, admin } = await givenAdmin();
    const ctx = asAccount(admin, project.id, [{ role: "admin" }]);
    const grants: RoleGrant[] = [{ role: "reviewer", environment: "production" }, { role: "author" }];
    const { token } = await createInvite(ctx, { project: project.slug, email: null, grants });
    const email = `new${next()}@example.com`;
    const accept = () =>
      acceptInvite(anonymous(), { token, name: "New", email, password: PASSWORD, address: null });
    await expect(accept()).resolves.toEqual({ project: project.slug, email });
    await expect(accept()).rejects.toMatchObject({ code: "not-found" });
    const { cookie } = await cookieOf(email);
    expect((await session(cookie)).body.projects[0].grants).toHaveLength(2);
  });

  it("an invite for one e-mail is not for another, and expires after a week", async () => {
    const { project, admin } = await givenAdmin();
    const ctx = asAccount(admin, project.id, [{ role: "admin" }]);
    const invite = { project: project.slug, email: "ada@example.com", grants: [{ role: "viewer" } as const] };
    const { token } = await createInvite(ctx, invite);
    const accept = (email: string) =>
      acceptInvite(anonymous(), { token, name: "Eve", email, password: PASSWORD, address: null });
    await expect(accept("eve@example.com")).rejects.toMatchObject({ code: "invalid" });
    clock.now = new Date(T0.getTime() + 7 * 24 * HOUR_MS);
    await expect(accept("ada@example.com")).rejects.toMatchObject({ code: "not-found" });
  });

  it("an existing account has to give its own password", async () => {
    const { project, admin } = await givenAdmin();
    const other = await givenAccount("", []);
    const ctx = asAccount(admin, project.id, [{ role: "admin" }]);
    const { token } = await createInvite(ctx, {
      project: project.slug,
      email: null,
      grants: [{ role: "viewer" }],
    });
    const accept = (password: string) =>
      acceptInvite(anonymous(), { token, name: "x", email: other.email, password, address: null });
    await expect(accept("not the password")).rejects.toMatchObject({ code: "bad-credentials" });
    await expect(accept(PASSWORD)).resolves.toBeDefined();
  });

  it("an admin makes himself reviewer only while there is no other admin", async () => {
    const { project, admin } = await givenAdmin();
    const ctx = asAccount(admin, project.id, [{ role: "admin" }]);
    const take = async (role: "reviewer" | "operator") => {
      const { token } = await createInvite(ctx, { project: project.slug, email: null, grants: [{ role }] });
      return acceptInvite(anonymous(), {
        token,
        name: "x",
        email: admin.email,
        password: PASSWORD,
        address: null,
      });
    };
    await expect(take("reviewer")).resolves.toBeDefined();
    await givenAccount(project.id, [{ role: "admin" }]);
    await expect(take("operator")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("row 71: a removed member is an outsider from the next request on; the last admin stays", async () => {
    const { project, admin } = await givenAdmin();
    const viewer = await givenAccount(project.id, [{ role: "auditor" }]);
    const { cookie } = await cookieOf(viewer.email);
    const ask = () =>
      call(members, { path: `/api/v1/projects/${project.slug}/members`, headers: { cookie } });
    expect((await ask()).status).toBe(200);
    const ctx = asAccount(admin, project.id, [{ role: "admin" }]);
    await removeMember(ctx, { project: project.slug, accountId: viewer.id });
    expect((await ask()).status).toBe(404);
    await expect(removeMember(ctx, { project: project.slug, accountId: admin.id })).rejects.toMatchObject({
      code: "wrong-state",
    });
  });
});

describe("API keys", () => {
  async function givenKey(scopes: ("read" | "traces:write")[], expiresInDays = 365) {
    const project = await givenProject();
    const admin = await givenAccount(project.id, [{ role: "admin" }]);
    const grants = new Map([[project.id, [{ role: "admin" as const }]]]);
    const principal = {
      kind: "account" as const,
      ...admin,
      name: "Admin",
      sessionId: "x",
      provedAt: T0,
      proof: "fresh" as const,
      grants,
    };
    const ctx = contextOf(runtime, principal, "req_test");
    const made = await createApiKey(ctx, {
      project: project.slug,
      name: "ci",
      environment: null,
      scopes,
      expiresInDays,
    });
    return { project, ctx, admin, ...made };
  }

  it("shows the secret once, keeps its hash, and knows its owner", async () => {
    const { secret, key, admin, project } = await givenKey(["read"]);
    expect(secret).toMatch(/^tpl_[0-9a-f]{8}_[0-9A-Za-z]{43}$/);
    const row = await test.db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
    expect(JSON.stringify(row)).not.toContain(secret);
    const principal = await verifyApiKey(test.db, secret, T0);
    expect(principal).toMatchObject({
      kind: "key",
      id: key.id,
      projectId: project.id,
      ownerId: admin.id,
      scopes: ["read"],
    });
  });

  it("notes the use of a key at most once a minute", async () => {
    const { secret, key } = await givenKey(["read"]);
    const lastUsed = async () =>
      (await test.db.apiKey.findUniqueOrThrow({ where: { id: key.id } })).lastUsedAt?.getTime();
    await verifyApiKey(test.db, secret, T0);
    await verifyApiKey(test.db, secret, new Date(T0.getTime() + 59_000));
    expect(await lastUsed()).toBe(T0.getTime());
    await verifyApiKey(test.db, secret, new Date(T0.getTime() + 61_000));
    expect(await lastUsed()).toBe(T0.getTime() + 61_000);
  });

  it("row 2: revoked, expired and unknown keys get the same answer", async () => {
    const live = await givenKey(["read"]);
    const expired = await givenKey(["read"], 1);
    await revokeApiKey(live.ctx, { project: live.project.slug, keyId: live.key.id });
    clock.now = new Date(T0.getTime() + 24 * HOUR_MS);
    const ask = async (secret: string) => {
      const headers = { authorization: `Bearer ${secret}` };
      const { status, body } = await call(members, {
        path: `/api/v1/projects/${live.project.slug}/members`,
        headers,
      });
      return { status, ...body, requestId: "" };
    };
    const answers = [
      await ask(live.secret),
      await ask(expired.secret),
      await ask(`tpl_00000000_${"0".repeat(43)}`),
    ];
    expect(answers[0]).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it("row 3: a key without the scope is 403, and of another project 404", async () => {
    const { secret, project } = await givenKey(["traces:write"]);
    const other = await givenProject();
    const ask = (slug: string) =>
      call(members, {
        path: `/api/v1/projects/${slug}/members`,
        headers: { authorization: `Bearer ${secret}` },
      });
    const [own, foreign] = [await ask(project.slug), await ask(other.slug)];
    expect([own.status, own.body.code, foreign.status]).toEqual([403, "insufficient-scope", 404]);
  });
});

describe("set-up", () => {
  it("makes the first admin once, with a link that lives an hour", async () => {
    const empty = await createTestDatabase();
    const ctx = { ...anonymous(), db: empty.db };
    const input = (token: string) => ({
      ...{ token, name: "Ada", email: "ada@example.com", password: PASSWORD, address: null },
      project: { slug: "first", name: "First", repository: "first.git" },
    });
    const late = await createSetupToken(ctx);
    clock.now = new Date(T0.getTime() + HOUR_MS);
    await expect(setUp(ctx, input(late ?? ""))).rejects.toMatchObject({ code: "not-found" });
    const [one, two] = [await createSetupToken(ctx), await createSetupToken(ctx)];
    await expect(setUp(ctx, input(one ?? ""))).resolves.toEqual({
      project: "first",
      email: "ada@example.com",
    });
    await expect(setUp(ctx, input(two ?? ""))).rejects.toMatchObject({ code: "wrong-state" });
    expect(await createSetupToken(ctx)).toBeNull();
    expect(await empty.db.membership.findMany({ select: { role: true } })).toEqual([{ role: "admin" }]);
    await empty.drop();
  });
});

describe("Idempotency-Key", () => {
  const thing = defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/things",
    operationId: "makeThing",
    summary: "A sample",
    permission: "member:manage",
    params: z.strictObject({ project: z.string() }),
    query: z.strictObject({}),
    body: z.strictObject({ name: z.string() }),
    response: z.strictObject({ id: z.string() }),
    status: 201,
    idempotency: "required",
    errors: [],
  });
  const makeThing = endpoint(thing, async ({ params }, ctx) => {
    const project = await resolveProject(ctx, params.project);
    authorize(ctx, "member:manage", { projectId: project.id });
    return transact(ctx, async (_tx, audit) => {
      const id = createId("req");
      audit({ chain: project.id, action: "invite.created", resourceKind: "thing", resourceId: id });
      return { id };
    });
  });

  async function givenCaller() {
    const project = await givenProject();
    const admin = await givenAccount(project.id, [{ role: "admin" }]);
    const { cookie } = await cookieOf(admin.email);
    const path = `/api/v1/projects/${project.slug}/things`;
    return (key: string | null, body: unknown = { name: "a" }) => {
      const headers: Record<string, string> = { cookie, origin: ORIGIN };
      if (key !== null) headers["idempotency-key"] = key;
      return call(makeThing, { path, method: "POST", headers, body });
    };
  }

  it("row 21: five at once make one thing and get one answer", async () => {
    const make = await givenCaller();
    const answers = await Promise.all(Array.from({ length: 5 }, () => make("k1")));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it("row 22: the same key with another body is 422", async () => {
    const make = await givenCaller();
    await make("k1");
    const answer = await make("k1", { name: "b" });
    expect([answer.status, answer.body.code]).toEqual([422, "idempotency-mismatch"]);
  });

  it.each([
    ["missing", null],
    ["empty", ""],
    ["of 256 bytes", "x".repeat(256)],
    ["with a blank inside", "a b"],
    ["with a letter beyond ASCII", "é"],
  ])("row 23: a key that is %s is 400", async (_name, key) => {
    const answer = await (await givenCaller())(key);
    expect([answer.status, answer.body.code]).toEqual([400, "idempotency-key-required"]);
  });

  it("a use case that forgets authorize() fails in tests", async () => {
    const project = await givenProject();
    const admin = await givenAccount(project.id, [{ role: "admin" }]);
    const { cookie } = await cookieOf(admin.email);
    const forgetful = endpoint(accessEndpoints.listMembers, async () => ({ items: [] }));
    const answer = await call(forgetful, {
      path: `/api/v1/projects/${project.slug}/members`,
      headers: { cookie },
    });
    expect(answer.status).toBe(500);
  });
});
