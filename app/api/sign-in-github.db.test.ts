import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setRuntime } from "../../lib/server/context.ts";
import { contextOf, type Runtime } from "../../lib/server/runtime.ts";
import {
  type GithubOauthServer,
  startGithubOauthServer,
} from "../../lib/server/testing/github-oauth-server.ts";
import { testRuntime } from "../../lib/server/testing/test-runtime.ts";
import { createInvite } from "../../lib/services/access/create-invite.ts";
import { createPeopleWorld, type PeopleWorld } from "../../lib/services/testing/people-world.ts";
import { listRoutes } from "./testing/route-table.ts";
import { CONSOLE, createTestBrowser } from "./testing/test-browser.ts";

const CLIENT = { id: "Iv1.0123456789abcdef", secret: "0123456789abcdef0123456789abcdef01234567" };
const clock = { now: new Date("2026-11-01T12:00:00Z") };
let test: PeopleWorld["test"];
let runtime: Runtime;
let github: GithubOauthServer;
let seeded: PeopleWorld["seeded"];
let routes: Awaited<ReturnType<typeof listRoutes>>;

beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_URL", CONSOLE);
  ({ test, seeded } = await createPeopleWorld());
  routes = await listRoutes();
  github = await startGithubOauthServer(CLIENT);
  const made = testRuntime(clock, test);
  const { url } = github;
  const config = { clientId: CLIENT.id, clientSecret: CLIENT.secret, url, apiUrl: `${url}/api/v3` };
  runtime = { ...made, env: { ...made.env, github: config } };
  setRuntime(runtime);
}, 60_000);
afterAll(async () => {
  setRuntime(undefined);
  vi.unstubAllEnvs();
  await github.close();
  await runtime.traces.end();
  await test.drop();
});

const invite = async (email: string | null) => {
  const ctx = contextOf(runtime, seeded.principals.admin, "req_test");
  return (await createInvite(ctx, { project: "alpha", email, grants: [{ role: "viewer" }] })).token;
};
const problemOf = (url: URL) => url.searchParams.get("problem");

describe("signing in at GitHub", () => {
  it("brings an invited person in by the verified primary e-mail and the numeric id", async () => {
    github.user = { id: 583231, login: "octocat", name: "Mona" };
    github.emails = [
      { email: "other@example.com", primary: false, verified: true },
      { email: "Mona@Example.com", primary: true, verified: true },
    ];
    const browser = createTestBrowser(routes);
    const token = await invite("mona@example.com");
    expect((await browser.signIn("github", { intent: "invite", token })).url.pathname).toBe("/alpha");
    const row = await test.db.accountIdentity.findFirstOrThrow({ include: { account: true } });
    expect([row.provider, row.subject]).toEqual(["github", `${github.url} 583231`]);
    expect([row.account.email, row.account.name]).toEqual(["mona@example.com", "Mona"]);
    github.user = { ...github.user, login: "renamed" };
    const again = createTestBrowser(routes);
    expect((await again.signIn("github", { intent: "sign-in" })).url.pathname).toBe("/");
    expect((await again.send("/api/v1/session")).body).toMatchObject({
      ...{ account: { email: "mona@example.com" }, proof: "stale" },
      stepUp: { hasPassword: false, providers: [] },
    });
    expect(github.refused).toEqual([]);
  });

  it("a login that somebody else took over later is somebody else", async () => {
    github.user = { id: 999, login: "octocat", name: "Mallory" };
    github.emails = [{ email: "mona@example.com", primary: true, verified: true }];
    const { url } = await createTestBrowser(routes).signIn("github", { intent: "sign-in" });
    expect(problemOf(url)).toBe("link-first");
  });

  it("an e-mail that GitHub has not verified counts for nothing", async () => {
    github.user = { id: 1000, login: "new", name: null };
    github.emails = [{ email: "new@example.com", primary: true, verified: false }];
    const token = await invite("new@example.com");
    const { url } = await createTestBrowser(routes).signIn("github", { intent: "invite", token });
    expect(problemOf(url)).toBe("email-not-verified");
  });

  it("cannot be asked for a proof of who somebody is; a first password can be set right after signing in", async () => {
    github.user = { id: 583231, login: "octocat", name: "Mona" };
    const browser = createTestBrowser(routes);
    await browser.signIn("github", { intent: "sign-in" });
    expect((await browser.begin("github", { intent: "step-up" })).body.code).toBe("wrong-state");
    const set = () =>
      browser.send("/api/v1/account/password", {
        ...{ method: "POST", body: { newPassword: "correct horse battery" } },
      });
    clock.now = new Date(clock.now.getTime() + 5 * 60_000);
    expect((await set()).body.code).toBe("step-up-required");
    await browser.signIn("github", { intent: "sign-in" });
    expect((await set()).status).toBe(200);
    expect((await browser.send("/api/v1/session")).body.stepUp).toMatchObject({ hasPassword: true });
  });
});
