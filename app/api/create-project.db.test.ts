import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "../../lib/domain/access/roles.ts";
import { setRuntime } from "../../lib/server/context.ts";
import type { Runtime } from "../../lib/server/runtime.ts";
import { sessionCookieName, writeSessionToken } from "../../lib/server/session-cookie.ts";
import { testRuntime } from "../../lib/server/testing/test-runtime.ts";
import { createOneProject, type OneProject } from "../../lib/services/testing/one-project.ts";
import { ORIGIN } from "./testing/api-world.ts";
import { POST } from "./v1/projects/route.ts";

let world: OneProject;
let runtime: Runtime;
let started = 0;
const count = () => {
  started += 1;
};

beforeAll(async () => {
  world = await createOneProject();
  runtime = testRuntime(world, world.test);
  setRuntime(runtime);
  subscribe("child_process", count);
});
afterAll(async () => {
  unsubscribe("child_process", count);
  setRuntime(undefined);
  await runtime.traces.end();
  await world.test.drop();
});

async function create(body: unknown, who: Role | "anonymous" = "admin") {
  const headers: Record<string, string> = { "content-type": "application/json", origin: ORIGIN };
  if (who !== "anonymous") {
    const secret = await world.signIn(who);
    headers.cookie = `${sessionCookieName(runtime.env)}=${await writeSessionToken(secret, runtime.env)}`;
  }
  const request = new Request(`${ORIGIN}/api/v1/projects`, {
    ...{ method: "POST", headers, body: JSON.stringify(body) },
  });
  const answer = await POST(request);
  return { status: answer.status, body: await answer.json() };
}
const named = (slug: string, repository: string, gitHost?: string) => ({
  ...{ slug, name: slug, repository },
  ...(gitHost === undefined ? {} : { gitHost }),
});

describe("making one more project", () => {
  it("keeps a repository on GitHub as its address, and who made it is its admin", async () => {
    const answer = await create(named("ours", "https://github.com/DeployBuddy/ops.git", "github"));
    expect(answer.status).toBe(201);
    const made = { slug: "ours", name: "ours", gitHost: "github", repository: "DeployBuddy/ops" };
    expect(answer.body).toEqual(made);
    const { db } = world.test;
    const project = await db.project.findUniqueOrThrow({ where: { slug: "ours" } });
    expect(project).toMatchObject(made);
    expect(await db.environment.count({ where: { projectId: project.id } })).toBe(2);
    const members = await db.membership.findMany({ where: { projectId: project.id } });
    expect(members).toMatchObject([{ accountId: world.seeded.principals.admin.id, role: "admin" }]);
    const events = await db.auditEvent.findMany({ where: { chain: project.id }, orderBy: { seq: "asc" } });
    expect(events.map(({ action }) => action)).toEqual(["project.created", "member.added"]);
  });

  it("takes a folder of the server where no host is said", async () => {
    expect((await create(named("plain", "plain.git"))).body).toMatchObject({ gitHost: "local" });
  });

  it("refuses a name that is taken, and people who are no admin anywhere", async () => {
    expect((await create(named(world.seeded.project.slug, "x.git"))).status).toBe(422);
    expect((await create(named("other", "x.git"), "author")).status).toBe(403);
    expect((await create(named("other", "x.git"), "anonymous")).status).toBe(401);
  });
});

describe("row 46: an address that git would read as something else", () => {
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
    const before = { projects: await world.test.db.project.count(), started };
    for (const gitHost of [undefined, "local", "github"]) {
      const answer = await create(named("evil", repository, gitHost));
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: repository === "" ? "invalid" : "bad-repository" });
    }
    expect((await create(named("evil", "a/b", "gitlab"))).status).toBe(422);
    expect({ projects: await world.test.db.project.count(), started }).toEqual(before);
  });
});
