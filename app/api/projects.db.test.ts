import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setRuntime } from "../../lib/server/context.ts";
import type { Runtime } from "../../lib/server/runtime.ts";
import { testRuntime } from "../../lib/server/testing/test-runtime.ts";
import {
  createPeopleWorld,
  PEOPLE_PASSWORD as PASSWORD,
  type PeopleWorld,
} from "../../lib/services/testing/people-world.ts";
import {
  createRepositoryFolder,
  type RepositoryFolder,
} from "../../lib/services/testing/repository-folder.ts";
import { listRoutes } from "./testing/route-table.ts";
import { CONSOLE, createTestBrowser, type TestBrowser } from "./testing/test-browser.ts";

const T0 = new Date("2026-11-01T12:00:00Z");
const DAY_MS = 86_400_000;
const clock = { now: T0 };
let world: PeopleWorld;
let folder: RepositoryFolder;
let runtime: Runtime;
let routes: Awaited<ReturnType<typeof listRoutes>>;

beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_URL", CONSOLE);
  world = await createPeopleWorld();
  routes = await listRoutes();
  const made = testRuntime(clock, world.test);
  folder = await createRepositoryFolder(["alpha.git", "beta.git"]);
  const { directory: opsRepoDir, gitHostFor } = folder;
  runtime = { ...made, env: { ...made.env, opsRepoDir }, gitHostFor };
  setRuntime(runtime);
}, 60_000);
afterAll(async () => {
  setRuntime(undefined);
  vi.unstubAllEnvs();
  await runtime.traces.end();
  await world.test.drop();
  folder.close();
});

async function signedIn(email: string): Promise<TestBrowser> {
  const browser = createTestBrowser(routes);
  const { csrfToken } = (await browser.send("/api/auth/csrf")).body;
  const body = { csrfToken, email, password: PASSWORD };
  expect((await browser.send("/api/auth/callback/credentials", { method: "POST", body })).status).toBe(200);
  return browser;
}
const admin = () => signedIn(world.seeded.principals.admin.email);
const post = (browser: TestBrowser, address: string, body: object) =>
  browser.send(address, { method: "POST", body });
const BETA = { slug: "beta", name: "Beta", gitHost: "local", repository: "beta.git" };
const make = (browser: TestBrowser, change: object = {}) =>
  post(browser, "/api/v1/projects", { project: { ...BETA, ...change } });

describe("a second project", () => {
  it("is made by an admin of the first one, who is its admin, and by nobody else", async () => {
    const viewer = await signedIn(world.seeded.principals.viewer.email);
    const browser = await admin();
    expect((await viewer.send("/api/v1/repositories")).status).toBe(403);
    expect((await make(viewer)).status).toBe(403);
    expect((await browser.send("/api/v1/repositories")).body.items).toEqual([
      { name: "alpha.git", isTaken: true },
      { name: "beta.git", isTaken: false },
    ]);
    expect(await make(browser)).toMatchObject({ status: 201, body: { project: "beta" } });
    const { items } = (await browser.send("/api/v1/projects")).body;
    expect(items).toMatchObject([
      { slug: "alpha", roles: [{ role: "admin" }] },
      { slug: "beta", name: "Beta", isDemo: false, roles: [{ role: "admin", environment: null }] },
    ]);
    const { id } = await world.test.db.project.findUniqueOrThrow({ where: { slug: "beta" } });
    const events = await world.test.db.auditEvent.findMany({ where: { chain: id }, orderBy: { seq: "asc" } });
    expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["project.created", "admin"],
      ["member.added", "admin"],
    ]);
  });

  it("is as unknown to members of the first one as a project that does not exist", async () => {
    const operator = await signedIn(world.seeded.principals.operator.email);
    const [beta, nobody] = [
      await operator.send("/api/v1/projects/beta/environments"),
      await operator.send("/api/v1/projects/nothing/environments"),
    ];
    expect([beta.status, beta.body.detail]).toEqual([404, nobody.body.detail]);
    expect((await operator.send("/api/v1/projects")).body.items).toMatchObject([{ slug: "alpha" }]);
  });

  it("gives its own admins no right to make a third", async () => {
    const browser = await admin();
    const { link } = (await post(browser, "/api/v1/projects/beta/invites", { grants: [{ role: "admin" }] }))
      .body;
    const email = "beta.admin@example.com";
    const token = String(link).split("#")[1];
    const joined = { token, name: "Beta's admin", email, password: PASSWORD };
    expect((await post(createTestBrowser(routes), "/api/v1/invites/accept", joined)).status).toBe(201);
    const newcomer = await signedIn(email);
    expect((await newcomer.send("/api/v1/projects/beta/environments")).status).toBe(200);
    expect((await newcomer.send("/api/v1/projects/alpha/environments")).status).toBe(404);
    expect((await make(newcomer, { slug: "gamma", repository: "gamma.git" })).status).toBe(403);
  });

  it.each([
    ["a name that is taken", { slug: "alpha", repository: "other.git" }, "/project/slug"],
    ["a name of the console's own", { slug: "account", repository: "other.git" }, "/project/slug"],
    ["a repository that another project reads", { slug: "gamma" }, "/project/repository"],
    [
      "a path instead of a folder's name",
      { slug: "gamma", repository: "../beta.git" },
      "/project/repository",
    ],
    ["an absolute path", { slug: "gamma", repository: "/etc" }, "/project/repository"],
    [
      "an address that is no repository",
      { slug: "gamma", gitHost: "github", repository: "file:///etc" },
      "/project/repository",
    ],
  ])("is refused with %s, and the field is named", async (_name, change, pointer) => {
    const refused = await make(await admin(), change);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await world.test.db.project.count()).toBe(2);
  });
});

describe("row 46: an address that git would read as something else", () => {
  let started = 0;
  const count = () => {
    started += 1;
  };
  beforeAll(() => subscribe("child_process", count));
  afterAll(() => unsubscribe("child_process", count));

  it.each([
    "file:///etc/passwd",
    "ext::sh -c touch% /tmp/x",
    "--upload-pack=touch /tmp/x",
    "ssh://-oProxyCommand=touch/x",
    "git@github.com:deploybuddy/ops.git",
    "git://github.com/deploybuddy/ops",
    "http://169.254.169.254/deploybuddy/ops",
    "https://ada:secret@github.com/deploybuddy/ops",
    "https://github.com.evil.example/deploybuddy/ops",
    "/srv/git/ops.git",
    "../ops.git",
    "deploybuddy/..",
    "",
  ])("refuses %j on every host with 422, and starts no process", async (repository) => {
    const browser = await admin();
    const before = { projects: await world.test.db.project.count(), started };
    for (const gitHost of ["local", "github"]) {
      const answer = await make(browser, { slug: "evil", gitHost, repository });
      expect(answer).toMatchObject({
        ...{ status: 422, body: { code: repository === "" ? "invalid" : "bad-repository" } },
      });
    }
    expect((await make(browser, { slug: "evil", gitHost: "gitlab", repository: "a/b" })).status).toBe(422);
    expect({ projects: await world.test.db.project.count(), started }).toEqual(before);
  });

  it("keeps a repository on GitHub as its address, which capital letters make no other one", async () => {
    const repository = "https://github.com/DeployBuddy/ops.git";
    expect((await make(await admin(), { slug: "ours", gitHost: "github", repository })).status).toBe(201);
    const project = await world.test.db.project.findUniqueOrThrow({ where: { slug: "ours" } });
    expect(project).toMatchObject({ gitHost: "github", repository: "DeployBuddy/ops" });
    const again = { slug: "theirs", gitHost: "github", repository: "deploybuddy/OPS" };
    expect(await make(await admin(), again)).toMatchObject({ status: 422, body: { code: "invalid" } });
  });
});

describe("invite links", () => {
  const invites = "/api/v1/projects/alpha/invites";
  const accept = async (link: unknown, email: string) =>
    (
      await post(createTestBrowser(routes), "/api/v1/invites/accept", {
        ...{ token: String(link).split("#")[1], name: "New", email, password: PASSWORD },
      })
    ).status;

  it("are listed with what they give and how they stand, never with their secret", async () => {
    const browser = await admin();
    const body = { email: "one@example.com", grants: [{ role: "reviewer", environment: "production" }] };
    const [one, two, three] = [
      (await post(browser, invites, body)).body,
      (await post(browser, invites, { grants: [{ role: "viewer" }] })).body,
      (await post(browser, invites, { grants: [{ role: "viewer" }] })).body,
    ];
    expect((await browser.send(`${invites}/${two.id}`, { method: "DELETE" })).status).toBe(200);
    expect(await accept(three.link, "three@example.com")).toBe(201);
    clock.now = new Date(T0.getTime() + 1_000);
    const listed = await browser.send(invites);
    const stateOf = (id: unknown) =>
      (Array.isArray(listed.body.items) ? listed.body.items : []).find((each) => each.id === id);
    expect(stateOf(one.id)).toMatchObject({
      ...{ email: "one@example.com", roles: ["reviewer:production"], createdByName: "admin", state: "open" },
    });
    expect([stateOf(two.id).state, stateOf(three.id).state]).toEqual(["revoked", "accepted"]);
    const secret = String(one.link).split("#")[1] ?? "";
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(await accept(two.link, "two@example.com")).toBe(404);
    clock.now = T0;
  });

  it("end once: by use, by revoking, or after a week", async () => {
    const browser = await admin();
    const madeBy = async () => (await post(browser, invites, { grants: [{ role: "viewer" }] })).body;
    const [used, revoked, old] = [await madeBy(), await madeBy(), await madeBy()];
    const end = async ({ id }: Record<string, unknown>) =>
      (await browser.send(`${invites}/${id}`, { method: "DELETE" })).body.code ?? "done";
    expect(await accept(used.link, "used@example.com")).toBe(201);
    expect([await end(used), await end(revoked), await end(revoked)]).toEqual([
      "wrong-state",
      "done",
      "no-op",
    ]);
    const event = await world.test.db.auditEvent.findFirstOrThrow({
      where: { resourceId: String(revoked.id), action: "invite.revoked" },
    });
    expect(event.before).toMatchObject({ roles: ["viewer"] });
    clock.now = new Date(T0.getTime() + 7 * DAY_MS);
    expect(await accept(old.link, "old@example.com")).toBe(404);
    clock.now = T0;
  });

  it("row 4: are neither seen nor ended by a viewer, nor by another project's admin", async () => {
    const browser = await admin();
    const { id } = (await post(browser, invites, { grants: [{ role: "viewer" }] })).body;
    const viewer = await signedIn(world.seeded.principals.viewer.email);
    expect((await viewer.send(invites)).status).toBe(403);
    expect((await viewer.send(`${invites}/${id}`, { method: "DELETE" })).status).toBe(403);
    expect((await browser.send(`/api/v1/projects/beta/invites/${id}`, { method: "DELETE" })).status).toBe(
      404,
    );
  });
});

describe("a key's end", () => {
  it("is at most a year away, and a fortnight before it the key says that it ends", async () => {
    const browser = await admin();
    const keys = "/api/v1/projects/alpha/api-keys";
    const made = { name: "gateway", scopes: ["read"] };
    expect((await post(browser, keys, { ...made, expiresInDays: 366 })).status).toBe(422);
    const stateAfter = async (days: number) => {
      clock.now = new Date(T0.getTime() + days * DAY_MS);
      const later = await admin();
      const { items } = (await later.send(keys)).body;
      return (Array.isArray(items) ? items : []).find((each) => each.name === "gateway").state;
    };
    expect((await post(browser, keys, made)).status).toBe(201);
    expect([await stateAfter(0), await stateAfter(351), await stateAfter(365)]).toEqual([
      ...["active", "expiring", "expired"],
    ]);
    clock.now = T0;
  });
});
