import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccountPrincipal } from "../../lib/domain/access/principal.ts";
import { setRuntime } from "../../lib/server/context.ts";
import type { Runtime } from "../../lib/server/runtime.ts";
import { testRuntime } from "../../lib/server/testing/test-runtime.ts";
import {
  createPeopleWorld,
  PEOPLE_PASSWORD as PASSWORD,
  type PeopleWorld,
} from "../../lib/services/testing/people-world.ts";
import { listRoutes } from "./testing/route-table.ts";
import { CONSOLE, createTestBrowser, type TestBrowser } from "./testing/test-browser.ts";

const T0 = new Date("2026-11-01T12:00:00Z");
const HOUR_MS = 3_600_000;
const clock = { now: T0 };
let test: PeopleWorld["test"];
let runtime: Runtime;
let seeded: PeopleWorld["seeded"];
let routes: Awaited<ReturnType<typeof listRoutes>>;
let givenPerson: PeopleWorld["add"];

beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_URL", CONSOLE);
  ({ test, seeded, add: givenPerson } = await createPeopleWorld());
  routes = await listRoutes();
  runtime = testRuntime(clock, test);
  setRuntime(runtime);
}, 60_000);
afterAll(async () => {
  setRuntime(undefined);
  vi.unstubAllEnvs();
  await runtime.traces.end();
  await test.drop();
});
beforeEach(() => {
  clock.now = T0;
});

async function signedIn(person: { email: string }): Promise<TestBrowser> {
  const browser = createTestBrowser(routes);
  const { csrfToken } = (await browser.send("/api/auth/csrf")).body;
  const body = { csrfToken, email: person.email, password: PASSWORD };
  const answer = await browser.send("/api/auth/callback/credentials", { method: "POST", body });
  expect(answer.status).toBe(200);
  return browser;
}

const cookieOf = (browser: TestBrowser) => browser.cookies.get(CONSOLE)?.get("tupelo.session") ?? "";
const withCookie = (value: string) =>
  createTestBrowser(routes).send("/api/v1/session", { headers: { cookie: `tupelo.session=${value}` } });
const post = (browser: TestBrowser, path: string, body: object) =>
  browser.send(path, { method: "POST", body });
const items = (body: Record<string, unknown>) => (Array.isArray(body.items) ? body.items : []);

describe("one's own sessions", () => {
  it("are listed with browser, address and times, and ended one by one", async () => {
    const person = await givenPerson("viewer");
    const [here, there] = [await signedIn(person), await signedIn(person)];
    const listed = items((await here.send("/api/v1/sessions")).body);
    expect(listed).toHaveLength(2);
    const expected = { provider: "password", userAgent: "TestBrowser/1", createdAt: T0.toISOString() };
    expect(listed).toEqual(listed.map(() => expect.objectContaining(expected)));
    const other = listed.find(({ isCurrent }) => !isCurrent);
    expect((await here.send(`/api/v1/sessions/${other.id}`, { method: "DELETE" })).status).toBe(200);
    expect((await there.send("/api/v1/session")).status).toBe(401);
    expect((await here.send("/api/v1/session")).status).toBe(200);
  });

  it("of somebody else are as unknown as none", async () => {
    const [mine, theirs] = [
      await signedIn(await givenPerson("viewer")),
      await signedIn(await givenPerson("viewer")),
    ];
    const [{ id }] = items((await theirs.send("/api/v1/sessions")).body);
    expect((await mine.send(`/api/v1/sessions/${id}`, { method: "DELETE" })).status).toBe(404);
    expect((await theirs.send("/api/v1/session")).status).toBe(200);
  });

  it("row 71: after signing out everywhere every cookie of the account is 401, and nobody else's", async () => {
    const person = await givenPerson("viewer");
    const [a, b, stranger] = [
      await signedIn(person),
      await signedIn(person),
      await signedIn(await givenPerson("viewer")),
    ];
    expect((await post(a, "/api/v1/sessions/sign-out", { scope: "others" })).body).toEqual({ ended: 1 });
    expect([(await a.send("/api/v1/session")).status, (await b.send("/api/v1/session")).status]).toEqual([
      200, 401,
    ]);
    const c = await signedIn(person);
    await post(a, "/api/v1/sessions/sign-out", { scope: "all" });
    const after = await Promise.all([a, c, stranger].map((each) => each.send("/api/v1/session")));
    expect(after.map(({ status }) => status)).toEqual([401, 401, 200]);
  });

  it("row 71: a cookie of 16 KB is 401, two session cookies are 400", async () => {
    const browser = await signedIn(await givenPerson("viewer"));
    expect((await withCookie("x".repeat(16_384))).status).toBe(401);
    const value = cookieOf(browser);
    expect((await withCookie(`${value}; tupelo.session=${value}`)).status).toBe(400);
  });

  it("end 8 hours after the last use, and 24 hours after they began", async () => {
    const browser = await signedIn(await givenPerson("viewer"));
    const at = async (hours: number) => {
      clock.now = new Date(T0.getTime() + hours * HOUR_MS);
      return (await browser.send("/api/v1/session")).status;
    };
    const used = [await at(7.9), await at(15.8), await at(23.7), await at(24.1)];
    expect(used).toEqual([200, 200, 200, 401]);
    clock.now = T0;
    const idle = await signedIn(await givenPerson("viewer"));
    clock.now = new Date(T0.getTime() + 8 * HOUR_MS);
    expect((await idle.send("/api/v1/session")).status).toBe(401);
  });

  it.each([{}, { json: "true" }])(
    "are not begun by a wrong password, however the form asks: %j",
    async (form) => {
      const person = await givenPerson("viewer");
      const browser = createTestBrowser(routes);
      const { csrfToken } = (await browser.send("/api/auth/csrf")).body;
      const body = { ...form, csrfToken, email: person.email, password: "not the password" };
      const answer = await post(browser, "/api/auth/callback/credentials", body);
      expect(answer).toMatchObject({ status: 401, body: { code: "bad-credentials" } });
      expect(cookieOf(browser)).toBe("");
    },
  );

  it("row 12: signing in and proving anew leave no old id alive", async () => {
    const person = await givenPerson("viewer");
    const browser = await signedIn(person);
    const first = cookieOf(browser);
    await post(browser, "/api/v1/session/step-up", { password: PASSWORD });
    const second = cookieOf(browser);
    const { csrfToken } = (await browser.send("/api/auth/csrf")).body;
    await post(browser, "/api/auth/callback/credentials", {
      ...{ csrfToken, email: person.email, password: PASSWORD },
    });
    expect(new Set([first, second, cookieOf(browser)]).size).toBe(3);
    const statuses = [await withCookie(first), await withCookie(second), await withCookie(cookieOf(browser))];
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 200]);
  });
});

describe("the password", () => {
  it("is changed with the old one alone, and ends all other sessions", async () => {
    const person = await givenPerson("viewer");
    const [here, there] = [await signedIn(person), await signedIn(person)];
    const change = (currentPassword: string) =>
      post(here, "/api/v1/account/password", { currentPassword, newPassword: "another long password" });
    expect((await change("not the old one")).body.code).toBe("bad-credentials");
    expect((await there.send("/api/v1/session")).status).toBe(200);
    expect((await change(PASSWORD)).status).toBe(200);
    const after = [await here.send("/api/v1/session"), await there.send("/api/v1/session")];
    expect(after.map(({ status }) => status)).toEqual([200, 401]);
  });
});

describe("roles during a session", () => {
  const members = "/api/v1/projects/alpha/members";
  const roles = (person: AccountPrincipal) => `${members}/${person.id}/roles`;

  it("row 71: a role that was taken is 403 with the next request, within a second", async () => {
    const admin = await signedIn(seeded.principals.admin);
    const person = await givenPerson("viewer", "admin");
    const browser = await signedIn(person);
    expect((await browser.send(members)).status).toBe(200);
    const takenAt = performance.now();
    expect((await post(admin, roles(person), { action: "revoke", role: "admin" })).status).toBe(200);
    expect((await browser.send(members)).status).toBe(403);
    expect(performance.now() - takenAt).toBeLessThan(1_000);
    expect((await admin.send(`${members}/${person.id}`, { method: "DELETE" })).status).toBe(200);
    expect((await browser.send(members)).status).toBe(404);
  });

  it("a gained role brings a new session id with the next answer; the old one ends half a minute later", async () => {
    const admin = await signedIn(seeded.principals.admin);
    const person = await givenPerson("viewer");
    const browser = await signedIn(person);
    const old = cookieOf(browser);
    expect((await post(admin, roles(person), { action: "grant", role: "operator" })).status).toBe(200);
    const answers = await Promise.all([1, 2, 3].map(() => browser.send("/api/v1/session")));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.filter(({ headers }) => headers.has("set-cookie"))).toHaveLength(1);
    expect(cookieOf(browser)).not.toBe(old);
    clock.now = new Date(T0.getTime() + 30_000);
    expect([(await withCookie(old)).status, (await browser.send("/api/v1/session")).status]).toEqual([
      401, 200,
    ]);
  });

  it("are changed one by one, with what was held before and after in the audit log", async () => {
    const admin = await signedIn(seeded.principals.admin);
    const person = await givenPerson("viewer");
    const body = { role: "reviewer", environment: "production" };
    const given = await post(admin, roles(person), { action: "grant", ...body });
    expect(given.body).toEqual({ roles: ["reviewer:production", "viewer"] });
    expect((await post(admin, roles(person), { action: "grant", ...body })).body.code).toBe("no-op");
    await post(admin, roles(person), { action: "revoke", role: "viewer" });
    const events = await test.db.auditEvent.findMany({
      where: { resourceId: person.id, action: { startsWith: "member.role_" } },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action, before, after }) => [action, before, after])).toEqual([
      ["member.role_granted", { roles: ["viewer"] }, { roles: ["reviewer:production", "viewer"] }],
      [
        "member.role_revoked",
        { roles: ["reviewer:production", "viewer"] },
        { roles: ["reviewer:production"] },
      ],
    ]);
  });

  it("an admin does not make himself operator where another admin exists, and the last admin stays", async () => {
    const { admin } = seeded.principals;
    const browser = await signedIn(admin);
    const grant = { action: "grant", role: "operator" };
    const second = await givenPerson("admin");
    expect((await post(browser, roles(admin), grant)).status).toBe(403);
    const take = { action: "revoke", role: "admin" };
    expect((await post(browser, roles(second), take)).status).toBe(200);
    expect((await post(browser, roles(admin), take)).body.code).toBe("wrong-state");
  });

  it("row 4: a viewer neither gives roles nor makes keys nor invites", async () => {
    const person = await givenPerson("viewer");
    const browser = await signedIn(person);
    const tries = [
      await post(browser, roles(person), { action: "grant", role: "admin" }),
      await post(browser, "/api/v1/projects/alpha/invites", { grants: [{ role: "admin" }] }),
      await post(browser, "/api/v1/projects/alpha/api-keys", { name: "x", scopes: ["read"] }),
      await post(browser, "/api/v1/projects/alpha/group-grants", { groupName: "all", role: "admin" }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });
});

describe("roles by group", () => {
  const grants = "/api/v1/projects/alpha/group-grants";

  it("end for everybody at once when they are taken from the group, and for nobody else", async () => {
    const admin = await signedIn(seeded.principals.admin);
    const [byGroup, byPerson] = [await givenPerson("viewer"), await givenPerson("viewer", "auditor")];
    const made = await post(admin, grants, { groupName: "audit", role: "auditor" });
    expect((await post(admin, grants, { groupName: "audit", role: "auditor" })).body.code).toBe("no-op");
    await test.db.membership.create({
      data: {
        ...{ id: "mem_group", projectId: seeded.project.id, accountId: byGroup.id, role: "auditor" },
        ...{ source: "group:audit", createdAt: T0 },
      },
    });
    const members = "/api/v1/projects/alpha/members";
    const rolesOf = `${members}/${byGroup.id}/roles`;
    expect((await post(admin, rolesOf, { action: "revoke", role: "auditor" })).body.code).toBe("wrong-state");
    const browsers = [await signedIn(byGroup), await signedIn(byPerson)];
    const see = () => Promise.all(browsers.map(async (each) => (await each.send(members)).status));
    expect(await see()).toEqual([200, 200]);
    expect((await admin.send(`${grants}/${made.body.id}`, { method: "DELETE" })).status).toBe(200);
    expect(await see()).toEqual([403, 200]);
    const event = await test.db.auditEvent.findFirstOrThrow({ where: { action: "group.role_revoked" } });
    expect(event.before).toEqual({ role: "auditor", environment: null, accounts: [byGroup.id] });
  });
});

describe("an invite that gives power", () => {
  it("is told to all other admins when it is accepted", async () => {
    const admin = await signedIn(seeded.principals.admin);
    const other = await givenPerson("admin");
    const { body } = await post(admin, "/api/v1/projects/alpha/invites", { grants: [{ role: "reviewer" }] });
    const token = String(body.link).split("#")[1];
    const email = "second.account@alpha.example";
    await post(createTestBrowser(routes), "/api/v1/invites/accept", {
      ...{ token, name: "admin", email, password: PASSWORD },
    });
    const news = await test.db.notification.findFirstOrThrow({ where: { type: "power_given" } });
    expect(news.accountIds).toEqual([other.id]);
    expect(news.sentence).toContain(`(${email}) is now reviewer of alpha, invited by admin`);
  });
});

describe("rotating a key", () => {
  it("makes a new secret while the old one works on for the overlap, and no longer", async () => {
    const admin = await signedIn(seeded.principals.admin);
    const keys = "/api/v1/projects/alpha/api-keys";
    const made = await post(admin, keys, { name: "gateway", scopes: ["read"], expiresInDays: 30 });
    const old = made.body.key as { id: string };
    const use = async (secret: unknown) =>
      (
        await createTestBrowser(routes).send("/api/v1/projects/alpha/releases", {
          headers: { authorization: `Bearer ${secret}`, "x-tupelo-peer": "10.0.0.9" },
        })
      ).status;
    expect(await use(made.body.secret)).toBe(200);
    const rotated = await post(admin, `${keys}/${old.id}/rotate`, { overlapDays: 2, expiresInDays: 30 });
    expect(rotated.status).toBe(201);
    expect([await use(made.body.secret), await use(rotated.body.secret)]).toEqual([200, 200]);
    const row = items((await admin.send(keys)).body).find(({ id }) => id === old.id);
    expect(row).toMatchObject({ state: "expiring", lastUsedAt: T0.toISOString(), lastUsedFrom: "10.0.0.9" });
    expect(rotated.body.key).toMatchObject({ rotatedFromId: old.id, state: "active", scopes: ["read"] });
    clock.now = new Date(T0.getTime() + 48 * HOUR_MS);
    expect([await use(made.body.secret), await use(rotated.body.secret)]).toEqual([401, 200]);
  });

  it("without an overlap ends the old secret at once; eight days are too many", async () => {
    const admin = await signedIn(seeded.principals.admin);
    const keys = "/api/v1/projects/alpha/api-keys";
    const made = await post(admin, keys, { name: "ci", scopes: ["read"] });
    const { id } = made.body.key as { id: string };
    expect((await post(admin, `${keys}/${id}/rotate`, { overlapDays: 8 })).status).toBe(422);
    expect((await post(admin, `${keys}/${id}/rotate`, { overlapDays: 0 })).status).toBe(201);
    expect((await post(admin, `${keys}/${id}/rotate`, { overlapDays: 0 })).body.code).toBe("wrong-state");
    const row = items((await admin.send(keys)).body).find((each) => each.id === id);
    expect(row.state).toBe("revoked");
  });
});
