import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SCOPES } from "../../lib/domain/access/roles.ts";
import { setRuntime } from "../../lib/server/context.ts";
import type { Runtime } from "../../lib/server/runtime.ts";
import { testRuntime } from "../../lib/server/testing/test-runtime.ts";
import { createApiKey } from "../../lib/services/access/create-api-key.ts";
import { createMotionDatabase, type MotionDatabase } from "../../lib/services/testing/motion-database.ts";
import { commitSteps, promoteAndServe, propose } from "../../lib/services/testing/motion-steps.ts";
import type { MotionWorld } from "../../lib/services/testing/motion-world.ts";
import { PEOPLE_PASSWORD as PASSWORD } from "../../lib/services/testing/people-world.ts";
import { listRoutes } from "./testing/route-table.ts";
import { CONSOLE, createTestBrowser, type TestBrowser } from "./testing/test-browser.ts";

let motion: MotionDatabase;
let test: MotionDatabase["test"];
let world: MotionWorld;
let runtime: Runtime;
let routes: Awaited<ReturnType<typeof listRoutes>>;
let serial = 0;

beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_URL", CONSOLE);
  motion = await createMotionDatabase();
  test = motion.test;
  routes = await listRoutes();
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await test.drop();
});
beforeEach(async () => {
  serial += 1;
  world = await motion.begin(`tabs-${serial}`);
  const { clock, gitHostFor } = world;
  const ticking = {
    get now() {
      return clock.at;
    },
  };
  runtime = { ...testRuntime(ticking, test), gitHostFor };
  setRuntime(runtime);
});
afterEach(async () => {
  setRuntime(undefined);
  await runtime.traces.end();
  world.close();
});

/** One more tab: a session of its own of the same person. */
async function tabOf(email: string): Promise<TestBrowser> {
  const browser = createTestBrowser(routes);
  const { csrfToken } = (await browser.send("/api/auth/csrf")).body;
  const body = { csrfToken, email, password: PASSWORD };
  expect((await browser.send("/api/auth/callback/credentials", { method: "POST", body })).status).toBe(200);
  return browser;
}
const twoTabs = async (who: "viewer" | "reviewer" | "author") => {
  const { email } = world.seeded.principals[who];
  return { old: await tabOf(email), fresh: await tabOf(email) };
};

async function candidateOf(prompt: string): Promise<number> {
  const releaseId = await world.compose(prompt);
  await world.evaluate(releaseId, { score: 0.9 });
  return propose(world, releaseId);
}
const addressOf = (number: number) => `/api/v1/projects/${world.project.slug}/promotions/${number}`;
const subjectIn = async (tab: TestBrowser, number: number) =>
  (await tab.send(addressOf(number))).body.subject;

let asked = 0;
function approve(tab: TestBrowser, number: number, subject: unknown, headers: Record<string, string> = {}) {
  asked += 1;
  const body = { decision: "approve", comment: "", costReviewed: false, subject };
  const sent = { "idempotency-key": `tab-${asked}`, ...headers };
  return tab.send(`${addressOf(number)}/reviews`, { method: "POST", body, headers: sent });
}
const reviewCount = (number: number) =>
  test.db.review.count({ where: { projectId: world.project.id, promotionNumber: number } });

/** What the tab still shows is refused with what changed; what a tab shows that was read again is taken. */
async function expectStale(tabs: { old: TestBrowser; fresh: TestBrowser }, number: number, shown: unknown) {
  const refused = await approve(tabs.old, number, shown);
  expect(refused).toMatchObject({ status: 409, body: { code: "approval-stale" } });
  expect(await reviewCount(number)).toBe(0);
  expect((await approve(tabs.fresh, number, await subjectIn(tabs.fresh, number))).status).toBe(201);
  return String(refused.body.detail);
}

describe("a second tab of the same person", () => {
  it("row 5: never lets an author approve, whatever roles he holds and however he signed in", async () => {
    const number = await candidateOf("2");
    const { id: accountId } = world.seeded.principals.author;
    const more = { id: `mem_${serial}`, projectId: world.project.id, role: "reviewer" };
    await test.db.membership.create({ data: { ...more, accountId, createdAt: world.clock.at } });
    for (const tab of Object.values(await twoTabs("author"))) {
      const refused = await approve(tab, number, await subjectIn(tab, number));
      expect(refused).toMatchObject({ status: 403, body: { code: "self-approval" } });
    }
    expect(await reviewCount(number)).toBe(0);
  });

  it("row 6: that shows another promotion's release is 409 approval-mismatch", async () => {
    const [one, two] = [await candidateOf("2"), await candidateOf("3")];
    const { old } = await twoTabs("reviewer");
    const refused = await approve(old, two, await subjectIn(old, one));
    expect(refused).toMatchObject({ status: 409, body: { code: "approval-mismatch" } });
    expect(refused.body.detail).toContain("manifest digest");
    expect([await reviewCount(one), await reviewCount(two)]).toEqual([0, 0]);
  });

  it("row 7: that shows older evidence is 409 and says so", async () => {
    const number = await candidateOf("2");
    const tabs = await twoTabs("reviewer");
    const shown = await subjectIn(tabs.old, number);
    const { releaseId } = (await tabs.fresh.send(addressOf(number))).body;
    await world.evaluate(String(releaseId), { score: 0.95 });
    expect(await expectStale(tabs, number, shown)).toContain("the evidence");
  });

  it("row 7: that shows an older policy is 409 and says so", async () => {
    const number = await candidateOf("2");
    const tabs = await twoTabs("reviewer");
    const shown = await subjectIn(tabs.old, number);
    await commitSteps(world, [10_000]);
    expect(await expectStale(tabs, number, shown)).toContain("the policy");
  });

  it("row 7: that shows an older base is refused as well, and the newer page says that the base moved", async () => {
    const number = await candidateOf("2");
    const { old } = await twoTabs("reviewer");
    const shown = await subjectIn(old, number);
    await promoteAndServe(world, "3", 0.95);
    expect((await approve(old, number, shown)).status).toBe(409);
    const { blockers } = (await old.send(addressOf(number))).body;
    expect(blockers).toEqual(expect.arrayContaining([expect.objectContaining({ code: "base_moved" })]));
    expect(await reviewCount(number)).toBe(0);
  });

  it("row 7: an approval that grew old counts no more, and can be given again", async () => {
    const number = await candidateOf("2");
    const { old } = await twoTabs("reviewer");
    expect((await approve(old, number, await subjectIn(old, number))).status).toBe(201);
    world.pass(72);
    const { fresh } = await twoTabs("reviewer");
    const page = (await fresh.send(addressOf(number))).body;
    expect(page).toMatchObject({
      approvals: 0,
      reviews: [{ staleBecause: expect.stringContaining("72 hours") }],
    });
    expect((await approve(fresh, number, page.subject)).status).toBe(201);
    expect((await fresh.send(addressOf(number))).body.approvals).toBe(1);
  });
});

describe("an API key", () => {
  it("rows 4 to 7: approves nothing, whatever its scope, its owner and what it names", async () => {
    const number = await candidateOf("2");
    const { old } = await twoTabs("reviewer");
    const subject = await subjectIn(old, number);
    const { project } = world.params;
    for (const owner of ["reviewer", "author"] as const) {
      const { secret } = await createApiKey(world.as("admin"), {
        ...{ project, name: owner, environment: null, scopes: SCOPES, expiresInDays: 30 },
      });
      const key = createTestBrowser(routes);
      const headers = { authorization: `Bearer ${secret}` };
      for (const named of [subject, { ...Object(subject), manifestDigest: `sha256:${"0".repeat(64)}` }]) {
        const refused = await approve(key, number, named, headers);
        expect(refused).toMatchObject({ status: 403, body: { code: "insufficient-scope" } });
      }
    }
    expect(await reviewCount(number)).toBe(0);
  });
});

describe("what a browser is made to send", () => {
  it("row 13: a cookie of one person with another site's origin, or with no origin, is 403 csrf", async () => {
    const number = await candidateOf("2");
    const { old } = await twoTabs("reviewer");
    const subject = await subjectIn(old, number);
    const cookie = [...(old.cookies.get(CONSOLE) ?? [])].map((pair) => pair.join("=")).join("; ");
    const review = routes.get("POST /api/v1/projects/{project}/promotions/{number}/reviews");
    if (review === undefined) throw new Error("reviews have no route");
    const body = JSON.stringify({ decision: "approve", comment: "", costReviewed: false, subject });
    for (const origin of ["https://evil.example", "null", null]) {
      const headers = new Headers({
        cookie,
        "content-type": "application/json",
        "idempotency-key": "forged",
      });
      if (origin !== null) headers.set("origin", origin);
      const url = `${CONSOLE}${addressOf(number)}/reviews`;
      const answer = await review(new Request(url, { method: "POST", headers, body }));
      expect([answer.status, (await answer.json()).code]).toEqual([403, "csrf"]);
    }
    expect(await reviewCount(number)).toBe(0);
  });

  it("row 13: a cookie of one person with the CSRF token of another signs nobody in or out", async () => {
    const { old: mine } = await twoTabs("reviewer");
    const { old: theirs } = await twoTabs("author");
    const { csrfToken } = (await theirs.send("/api/auth/csrf")).body;
    const { email } = world.seeded.principals.author;
    const body = { csrfToken, email, password: PASSWORD };
    const refused = await mine.send("/api/auth/callback/credentials", { method: "POST", body });
    expect(refused).toMatchObject({ status: 403, body: { code: "csrf" } });
    expect((await mine.send("/api/v1/session")).body.account).toMatchObject({
      email: world.seeded.principals.reviewer.email,
    });
  });

  it("row 12: a cookie that somebody planted before the sign-in is nobody's afterwards", async () => {
    const { old: attacker } = await twoTabs("viewer");
    const planted = new Map(attacker.cookies.get(CONSOLE));
    const victim = createTestBrowser(routes);
    victim.cookies.set(CONSOLE, new Map(planted));
    const { csrfToken } = (await victim.send("/api/auth/csrf")).body;
    const { email } = world.seeded.principals.reviewer;
    const body = { csrfToken, email, password: PASSWORD };
    expect((await victim.send("/api/auth/callback/credentials", { method: "POST", body })).status).toBe(200);
    expect(victim.cookies.get(CONSOLE)?.get("tupelo.session")).not.toBe(planted.get("tupelo.session"));
    expect((await attacker.send("/api/v1/session")).status).toBe(401);
  });

  it("row 11: forged forwarding headers change neither links, nor addresses, nor who has to wait", async () => {
    const forged = (index: number) => ({
      "x-forwarded-for": `203.0.113.${index}`,
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-real-ip": `203.0.113.${index}`,
    });
    const admin = await tabOf(world.seeded.principals.admin.email);
    const invites = `/api/v1/projects/${world.project.slug}/invites`;
    const body = { grants: [{ role: "viewer" }] };
    const made = await admin.send(invites, { method: "POST", body, headers: forged(1) });
    expect(String(made.body.link)).toMatch(new RegExp(`^${CONSOLE}/invite#`));
    const browser = createTestBrowser(routes);
    const { csrfToken } = (await browser.send("/api/auth/csrf")).body;
    const { email } = world.seeded.principals.operator;
    const tryOnce = (password: string, index: number) =>
      browser.send("/api/auth/callback/credentials", {
        ...{ method: "POST", body: { csrfToken, email, password }, headers: forged(index) },
      });
    for (let index = 0; index < 10; index += 1) await tryOnce("not the password", index);
    expect((await tryOnce(PASSWORD, 99)).status).toBe(429);
    const sessions = await test.db.session.findMany({ select: { address: true } });
    expect(sessions.filter(({ address }) => address?.startsWith("203.0.113."))).toEqual([]);
  });
});
