import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RoleGrant } from "../../lib/domain/access/roles.ts";
import { setRuntime } from "../../lib/server/context.ts";
import { contextOf, type Runtime } from "../../lib/server/runtime.ts";
import {
  CLIENT,
  type IdentityProvider,
  type Someone,
  startIdentityProvider,
} from "../../lib/server/testing/identity-provider.ts";
import { testRuntime } from "../../lib/server/testing/test-runtime.ts";
import { createInvite } from "../../lib/services/access/create-invite.ts";
import { addGroupGrant } from "../../lib/services/access/group-grants.ts";
import { hashPassword } from "../../lib/services/access/password.ts";
import {
  createPeopleWorld,
  PEOPLE_PASSWORD as PASSWORD,
  type PeopleWorld,
} from "../../lib/services/testing/people-world.ts";
import { listRoutes } from "./testing/route-table.ts";
import { CONSOLE, createTestBrowser, type TestBrowser } from "./testing/test-browser.ts";

const clock = { now: new Date() };
let test: PeopleWorld["test"];
let runtime: Runtime;
let idp: IdentityProvider;
let seeded: PeopleWorld["seeded"];
let routes: Awaited<ReturnType<typeof listRoutes>>;
let serial = 0;

/** The provider runs on real time, and so does the console here. */
beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_URL", CONSOLE);
  ({ test, seeded } = await createPeopleWorld());
  routes = await listRoutes();
  idp = await startIdentityProvider(`${CONSOLE}/api/auth/callback/oidc`);
  const made = testRuntime(clock, test);
  const oidc = {
    ...{ issuer: idp.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, name: "Example login" },
    ...{ scope: "openid email profile groups", groupsClaim: "groups" },
  };
  runtime = { ...made, env: { ...made.env, oidc }, now: () => new Date(Date.now() + clock.now.getTime()) };
  setRuntime(runtime);
}, 60_000);
afterAll(async () => {
  setRuntime(undefined);
  vi.unstubAllEnvs();
  await idp.stop();
  await runtime.traces.end();
  await test.drop();
});
beforeEach(() => {
  // How far the console's clock is ahead.
  clock.now = new Date(0);
  idp.outage = "none";
});

const browserOf = () => createTestBrowser(routes);
const asAdmin = () => contextOf(runtime, seeded.principals.admin, "req_test");

/** Somebody at the provider who signs in next. */
function givenSomeone(about: Partial<Someone> = {}): { subject: string; email: string } {
  serial += 1;
  const subject = `subject-${serial}`;
  const email = about.email ?? `person${serial}@example.com`;
  idp.people[subject] = { email, email_verified: true, name: `Person ${serial}`, ...about };
  idp.next = { subject, signedInAt: null };
  return { subject, email };
}

async function givenInvite(email: string | null, grants: RoleGrant[] = [{ role: "operator" }]) {
  const { token } = await createInvite(asAdmin(), { project: "alpha", email, grants });
  return token;
}

async function givenAccount(email: string, password: string | null) {
  serial += 1;
  const id = `acc_${`${serial}`.padStart(22, "0")}`;
  const passwordHash = password === null ? null : await hashPassword(password);
  await test.db.account.create({ data: { id, email, name: "Known", passwordHash, createdAt: new Date() } });
  return id;
}

/** Somebody whose only way in is the provider, signed in. */
async function givenMember(grants: RoleGrant[] = [{ role: "operator" }], about: Partial<Someone> = {}) {
  const someone = givenSomeone(about);
  const browser = browserOf();
  const page = await browser.signIn("oidc", { intent: "invite", token: await givenInvite(null, grants) });
  expect(page.url.pathname).toBe("/alpha");
  return { ...someone, browser };
}

const session = async (browser: TestBrowser) => (await browser.send("/api/v1/session")).body;
const cookieOf = (browser: TestBrowser) => browser.cookies.get(CONSOLE)?.get("tupelo.session");

describe("signing in at an OpenID provider", () => {
  it("brings an invited person in without a password, and back in afterwards without an invite", async () => {
    const { browser, email } = await givenMember();
    expect(await session(browser)).toMatchObject({
      ...{ account: { email }, proof: "fresh", stepUp: { hasPassword: false, providers: ["oidc"] } },
      projects: [{ slug: "alpha", grants: [{ role: "operator" }] }],
    });
    const again = browserOf();
    expect((await again.signIn("oidc", { intent: "sign-in", next: "/alpha/releases" })).url.href).toBe(
      `${CONSOLE}/alpha/releases`,
    );
    expect((await session(again)).account).toMatchObject({ email });
  });

  it("asks with PKCE, state and nonce, each of them new each time", async () => {
    givenSomeone();
    const asked = async () => {
      const { body } = await browserOf().begin("oidc", { intent: "sign-in" });
      const query = new URL(String(body.url)).searchParams;
      expect(query.get("code_challenge_method")).toBe("S256");
      return ["state", "nonce", "code_challenge"].map((name) => query.get(name) ?? "");
    };
    const both = [...(await asked()), ...(await asked())];
    expect(new Set(both.filter((value) => value.length >= 43)).size).toBe(6);
  });

  it.each([
    { name: "nobody's identity", about: {}, reason: "needs-invite" },
    {
      name: "an e-mail that is not verified",
      about: { email_verified: false },
      reason: "email-not-verified",
    },
  ])("$name is refused with the reason, and no session starts", async ({ about, reason }) => {
    givenSomeone(about);
    const browser = browserOf();
    const { url } = await browser.signIn("oidc", { intent: "sign-in" });
    expect([url.pathname, url.searchParams.get("problem")]).toEqual(["/sign-in", reason]);
    expect([cookieOf(browser), (await browser.send("/api/v1/session")).status]).toEqual([undefined, 401]);
  });

  it("an account of the same e-mail is linked only with an invite for that e-mail", async () => {
    const { email, subject } = givenSomeone();
    const accountId = await givenAccount(email, PASSWORD);
    const reasonOf = async (form: Record<string, string>) =>
      (await browserOf().signIn("oidc", form)).url.searchParams.get("problem");
    expect(await reasonOf({ intent: "sign-in" })).toBe("link-first");
    expect(await reasonOf({ intent: "invite", token: await givenInvite(null) })).toBe("link-first");
    expect(await test.db.accountIdentity.count({ where: { accountId } })).toBe(0);
    await givenInvite(email);
    expect(await reasonOf({ intent: "sign-in" })).toBe(null);
    const row = await test.db.accountIdentity.findFirstOrThrow({ where: { accountId } });
    expect(row.subject).toBe(`${idp.issuer} ${subject}`);
  });

  it("an invite for another e-mail is refused", async () => {
    givenSomeone();
    const token = await givenInvite("somebody.else@example.com");
    const { url } = await browserOf().signIn("oidc", { intent: "invite", token });
    expect(url.searchParams.get("problem")).toBe("wrong-email");
  });

  it("row 12: the session that was there before is dead afterwards", async () => {
    const { browser } = await givenMember();
    const planted = cookieOf(browser);
    await browser.signIn("oidc", { intent: "sign-in" });
    expect(cookieOf(browser)).not.toBe(planted);
    const thief = await browserOf().send("/api/v1/session", {
      headers: { cookie: `tupelo.session=${planted}` },
    });
    expect(thief.status).toBe(401);
  });

  it("a way back that another browser began leads nowhere", async () => {
    await givenMember();
    const { body } = await browserOf().begin("oidc", { intent: "sign-in" });
    const other = browserOf();
    const { url } = await other.go(String(body.url));
    expect(url.searchParams.get("problem")).toBe("provider-failed");
    expect(cookieOf(other)).toBeUndefined();
  });

  it("row 13: a CSRF token of another browser is 403", async () => {
    const [a, b] = [browserOf(), browserOf()];
    await a.send("/api/auth/csrf");
    const { csrfToken } = (await b.send("/api/auth/csrf")).body;
    for (const path of ["/api/auth/signin/oidc", "/api/auth/callback/credentials"]) {
      const body = { csrfToken, intent: "sign-in", email: "a@example.com", password: PASSWORD };
      const answer = await a.send(path, { method: "POST", body });
      expect([answer.status, answer.body.code]).toEqual([403, "csrf"]);
    }
  });

  it("a provider that is not set up has no address", async () => {
    expect((await browserOf().begin("github", { intent: "sign-in" })).status).toBe(404);
  });

  it("says that the provider is away instead of leading there", async () => {
    idp.outage = "all";
    const answer = await browserOf().begin("oidc", { intent: "sign-in" });
    expect([answer.status, answer.body.code]).toEqual([503, "unavailable"]);
  });
});

describe("proving who one is again at the provider", () => {
  const next = "/alpha/environments/production/rollback";
  /** Nobody has proved anything lately. */
  const ageProofs = () => test.db.session.updateMany({ data: { provedAt: new Date(0) } });

  it("moves the proof under a new session id, and leads back to the page that asked", async () => {
    const { browser } = await givenMember();
    await ageProofs();
    const before = cookieOf(browser);
    const asked = await browser.begin("oidc", { intent: "step-up", next });
    const query = new URL(String(asked.body.url)).searchParams;
    expect([query.get("prompt"), query.get("max_age")]).toEqual(["login", "300"]);
    expect((await browser.go(String(asked.body.url))).url.href).toBe(`${CONSOLE}${next}`);
    expect((await session(browser)).proof).toBe("fresh");
    expect(cookieOf(browser)).not.toBe(before);
  });

  it.each([
    { name: "another person's sign-in", reason: "wrong-person", isOther: true, agoSeconds: 0 },
    { name: "a sign-in of ten minutes ago", reason: "login-too-old", isOther: false, agoSeconds: 600 },
  ])("$name proves nothing", async ({ reason, isOther, agoSeconds }) => {
    const { browser, subject } = await givenMember();
    await ageProofs();
    if (isOther) browser.cookies.delete(idp.issuer);
    if (isOther) givenSomeone();
    else idp.next = { subject, signedInAt: null };
    if (agoSeconds > 0) clock.now = new Date(agoSeconds * 1000);
    const { url } = await browser.signIn("oidc", { intent: "step-up", next: "/account" });
    expect([url.pathname, url.searchParams.get("problem")]).toEqual(["/account", reason]);
    expect((await session(browser)).proof).toBe("stale");
  });

  it.each(["discovery", "token"] as const)(
    "where the %s endpoint is away, the session says so for five minutes",
    async (endpoint) => {
      const { browser } = await givenMember();
      await ageProofs();
      const asked = endpoint === "token" ? await browser.begin("oidc", { intent: "step-up", next }) : null;
      idp.outage = endpoint === "token" ? "token" : "all";
      if (asked === null) {
        const answer = await browser.begin("oidc", { intent: "step-up", next });
        expect(answer.body).toEqual({ url: `${CONSOLE}${next}`, isProviderAway: true });
      } else {
        const { url } = await browser.go(String(asked.body.url));
        expect([url.pathname, url.searchParams.get("problem")]).toEqual([next, "provider-away"]);
      }
      expect((await session(browser)).proof).toBe("provider_away");
      clock.now = new Date(300_000);
      expect((await session(browser)).proof).toBe("stale");
    },
  );

  it("what the browser says of the provider counts for nothing", async () => {
    const { browser } = await givenMember();
    await ageProofs();
    const { body } = await browser.begin("oidc", { intent: "step-up", next: "/account" });
    const state = new URL(String(body.url)).searchParams.get("state");
    const { url } = await browser.go(
      `${CONSOLE}/api/auth/callback/oidc?state=${state}&error=temporarily_unavailable`,
    );
    expect(url.searchParams.get("problem")).toBe("provider-failed");
    expect((await session(browser)).proof).toBe("stale");
  });

  it("an account with a password gets nothing from an outage", async () => {
    const { browser, email } = await givenMember();
    const passwordHash = await hashPassword(PASSWORD);
    await test.db.account.updateMany({ where: { email }, data: { passwordHash } });
    await ageProofs();
    idp.outage = "all";
    const answer = await browser.begin("oidc", { intent: "step-up" });
    expect([answer.status, (await session(browser)).proof]).toEqual([503, "stale"]);
  });
});

describe("linking and unlinking", () => {
  async function givenPasswordBrowser() {
    serial += 1;
    const email = `local${serial}@example.com`;
    await givenAccount(email, PASSWORD);
    const browser = browserOf();
    const { csrfToken } = (await browser.send("/api/auth/csrf")).body;
    const body = { csrfToken, email, password: PASSWORD };
    const answer = await browser.send("/api/auth/callback/credentials", { method: "POST", body });
    expect(answer.status).toBe(200);
    return { browser, email };
  }

  it("a freshly proved session links an identity, also of another e-mail, and unlinks it", async () => {
    const { browser, email } = await givenPasswordBrowser();
    givenSomeone();
    expect((await browser.signIn("oidc", { intent: "link", next: "/account" })).url.href).toBe(
      `${CONSOLE}/account`,
    );
    const account = async () => (await browser.send("/api/v1/account")).body;
    expect(await account()).toMatchObject({ email, identities: [{ provider: "oidc" }] });
    const again = browserOf();
    await again.signIn("oidc", { intent: "sign-in" });
    expect((await session(again)).account).toMatchObject({ email });
    expect((await browser.send("/api/v1/account/identities/oidc", { method: "DELETE" })).status).toBe(200);
    expect(await account()).toMatchObject({ identities: [] });
    expect((await again.send("/api/v1/session")).status).toBe(401);
  });

  it("asks for a proof before it links or unlinks", async () => {
    const { browser } = await givenPasswordBrowser();
    await test.db.session.updateMany({ data: { provedAt: new Date(0) } });
    const link = await browser.begin("oidc", { intent: "link" });
    const unlink = await browser.send("/api/v1/account/identities/oidc", { method: "DELETE" });
    expect([link.body.code, unlink.body.code]).toEqual(["step-up-required", "step-up-required"]);
  });

  it("an identity of somebody else is not linked, and the only way in stays", async () => {
    const { browser: member } = await givenMember();
    const { browser } = await givenPasswordBrowser();
    const { url } = await browser.signIn("oidc", { intent: "link", next: "/account" });
    expect(url.searchParams.get("problem")).toBe("identity-taken");
    const last = await member.send("/api/v1/account/identities/oidc", { method: "DELETE" });
    expect(last.body.code).toBe("wrong-state");
  });
});

describe("roles by group", () => {
  it("come and go with the groups that the provider names at each sign-in", async () => {
    await addGroupGrant(asAdmin(), {
      ...{
        project: "alpha",
        groupName: "release-approvers",
        grant: { role: "reviewer", environment: "production" },
      },
    });
    const { browser, subject } = await givenMember([{ role: "viewer" }], { groups: ["release-approvers"] });
    const grants = async () => {
      const { projects } = await session(browser);
      return Array.isArray(projects) ? projects[0].grants : null;
    };
    expect(await grants()).toEqual([{ role: "viewer" }, { role: "reviewer", environment: "production" }]);
    idp.people[subject] = { ...(idp.people[subject] as Someone), groups: [] };
    await browser.signIn("oidc", { intent: "sign-in" });
    expect(await grants()).toEqual([{ role: "viewer" }]);
    const events = await test.db.auditEvent.findMany({ where: { action: "member.synced" } });
    expect(events).toHaveLength(2);
  });
});
