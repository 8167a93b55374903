import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endGitHook, getGitHook, rotateGitHookSecret } from "../../lib/services/hooks/git-hook.ts";
import {
  advance,
  propose,
  readPromotion,
  review,
  startServing,
} from "../../lib/services/testing/motion-steps.ts";
import { exampleOf, hookExamples } from "./testing/hook-examples.ts";
import { createHookWorld, EXAMPLE_REPOSITORY, type HookWorld } from "./testing/hook-world.ts";

let world: HookWorld;
beforeAll(async () => {
  world = await createHookWorld();
  await startServing(world);
});
afterAll(() => world.leave());
beforeEach(async () => {
  await world.test.db.webhookDelivery.deleteMany();
  await clearJobs();
});

const PUSH = JSON.stringify(exampleOf("push"));
const hmac = (algorithm: string, secret: string, body: string | Buffer) =>
  createHmac(algorithm, secret).update(body).digest("hex");
const HEADERS = { "x-github-event": "push", "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958" };
const deliveries = () => world.test.db.webhookDelivery.count();
const clearJobs = () => world.test.db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
const setSecrets = (webhookSecretsSealed: string[]) =>
  world.test.db.project.update({ where: { id: world.project.id }, data: { webhookSecretsSealed } });

describe("row 49: a webhook whose signature does not hold", () => {
  const valid = () => hmac("sha256", world.secret, PUSH);
  const cases: [string, () => Record<string, string>][] = [
    ["none", () => ({})],
    ["an empty one", () => ({ "x-hub-signature-256": "" })],
    ["a wrong one", () => ({ "x-hub-signature-256": `sha256=${"0".repeat(64)}` })],
    ["SHA-1 alone", () => ({ "x-hub-signature": `sha1=${hmac("sha1", world.secret, PUSH)}` })],
    [
      "SHA-1 in the newer header",
      () => ({ "x-hub-signature-256": `sha1=${hmac("sha1", world.secret, PUSH)}` }),
    ],
    [
      "that of another body",
      () => ({ "x-hub-signature-256": `sha256=${hmac("sha256", world.secret, "{}")}` }),
    ],
    [
      "one under another secret",
      () => ({ "x-hub-signature-256": `sha256=${hmac("sha256", "guess", PUSH)}` }),
    ],
    ["an upper-case one", () => ({ "x-hub-signature-256": `sha256=${valid().toUpperCase()}` })],
    ["one with an upper-case name", () => ({ "x-hub-signature-256": `SHA256=${valid()}` })],
    ["one without its name", () => ({ "x-hub-signature-256": valid() })],
    ["a cut one", () => ({ "x-hub-signature-256": `sha256=${valid().slice(0, 63)}` })],
    ["two at once", () => ({ "x-hub-signature-256": `sha256=${valid()}, sha256=${valid()}` })],
  ];

  it.each(cases)("%s is 401 and changes nothing", async (_name, signature) => {
    const before = await world.dump();
    const answer = await world.post(PUSH, { ...HEADERS, ...signature() });
    expect(answer).toEqual({ status: 401, code: "bad-signature", outcome: null });
    expect(await world.dump()).toEqual(before);
    expect([await deliveries(), await world.jobs()]).toEqual([0, {}]);
  });

  it("a body that was read and written again is another body, as is one with other bytes for the same text", async () => {
    const signed = { ...HEADERS, "x-hub-signature-256": `sha256=${valid()}` };
    const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(PUSH)]);
    for (const body of [JSON.stringify(JSON.parse(PUSH), null, 2), `${PUSH}\n`, bom, ""])
      expect(await world.post(body, signed)).toMatchObject({ status: 401 });
    const replaced = '{"a":"\ufffd"}';
    const twin = { ...HEADERS, "x-hub-signature-256": `sha256=${hmac("sha256", world.secret, replaced)}` };
    const invalid = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0x80]), Buffer.from('"}')]);
    expect(await world.post(invalid, twin)).toMatchObject({ status: 401 });
    expect(await world.post(replaced, twin)).toMatchObject({ status: 202 });
  });

  it("a project that does not exist, and one without a secret, answer the same", async () => {
    const signed = { ...HEADERS, "x-hub-signature-256": `sha256=${valid()}` };
    const wrong = await world.post(PUSH, { ...HEADERS, "x-hub-signature-256": `sha256=${"0".repeat(64)}` });
    expect(await world.post(PUSH, signed, "nothing-here")).toEqual(wrong);
    const { webhookSecretsSealed } = await world.test.db.project.findFirstOrThrow();
    await setSecrets([]);
    expect(await world.post(PUSH, signed)).toEqual(wrong);
    await setSecrets(webhookSecretsSealed);
    expect([await deliveries(), await world.jobs()]).toEqual([0, {}]);
  });

  it("a form, a missing delivery id, broken JSON and too large a body are refused though they are signed", async () => {
    const sign = (body: string) => ({
      "x-hub-signature-256": `sha256=${hmac("sha256", world.secret, body)}`,
    });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(await world.post(PUSH, { ...HEADERS, ...sign(PUSH), ...form })).toMatchObject({ status: 415 });
    const { "x-github-delivery": _id, ...nameless } = HEADERS;
    expect(await world.post(PUSH, { ...nameless, ...sign(PUSH) })).toMatchObject({ code: "bad-request" });
    expect(await world.post("{", { ...HEADERS, ...sign("{") })).toMatchObject({ code: "malformed-json" });
    const large = `{"a":"${"x".repeat(5 * 1024 * 1024)}"}`;
    expect(await world.post(large, { ...HEADERS, ...sign(large) })).toMatchObject({ status: 413 });
    expect([await deliveries(), await world.jobs()]).toEqual([0, {}]);
  });
});

describe("row 50: a webhook that is sent again", () => {
  it("counts once, however often and however much later the same delivery comes", async () => {
    const again = { delivery: "72d3162e-cc78-11e3-81ab-4c9367dc0958" };
    const answers = [];
    for (let round = 0; round < 20; round += 1)
      answers.push(...(await Promise.all([1, 2, 3, 4, 5].map(() => world.hook("push", PUSH, again)))));
    expect(answers).toHaveLength(100);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(answers.filter(({ outcome }) => outcome === "queued")).toHaveLength(1);
    expect([await deliveries(), await world.jobs()]).toEqual([1, { "sync-repository": 1 }]);
    await world.work();
    world.pass(8 * 24);
    expect(await world.hook("push", PUSH, again)).toMatchObject({ status: 202, outcome: "repeated" });
    expect([await deliveries(), await world.jobs()]).toEqual([1, {}]);
  });

  it("with a new id is another hint: git is looked at, and nothing has changed there", async () => {
    await world.hook("push", PUSH);
    await world.work();
    const before = await world.dump();
    expect(await world.hook("push", PUSH)).toMatchObject({ status: 202, outcome: "queued" });
    await world.work();
    expect(await world.dump()).toEqual(before);
    expect(await deliveries()).toBe(2);
  });

  it("is forgotten after a month, so that the table ends", async () => {
    await world.hook("push", PUSH);
    world.pass(31 * 24);
    await world.hook("push", PUSH);
    expect(await deliveries()).toBe(1);
  });

  it("is another delivery in another project", async () => {
    const source = "github:prj_other";
    const delivery = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
    const row = { source, deliveryId: delivery, projectId: "prj_other", event: "push", bodyDigest: "" };
    await world.test.db.webhookDelivery.create({ data: { ...row, receivedAt: world.clock.at } });
    expect(await world.hook("push", PUSH, { delivery })).toMatchObject({ outcome: "queued" });
  });
});

describe("row 51: what a webhook claims", { timeout: 120_000 }, () => {
  it("counts for nothing: a forged approval, another repository, a closed or merged pull request, one to come", async () => {
    const release = await world.compose("2");
    await world.evaluate(release, { score: 0.9 });
    const number = await propose(world, release);
    await world.sync();
    const before = await world.dump();
    const approved = exampleOf("pull_request_review", "submitted");
    const forged = { ...approved, review: { ...Object(approved.review), state: "approved" } };
    const pull = exampleOf("pull_request", "closed");
    const claims: [string, unknown, string][] = [
      ["pull_request_review", forged, "queued"],
      ["pull_request", exampleOf("pull_request", "opened"), "queued"],
      ["pull_request", pull, "queued"],
      ["pull_request", { ...pull, pull_request: { ...Object(pull.pull_request), merged: true } }, "queued"],
      ["push", { ...exampleOf("push"), forced: true, after: "0".repeat(40) }, "queued"],
      ["push", { ...exampleOf("push"), repository: { full_name: "somebody/else" } }, "other_repository"],
    ];
    for (const [event, payload, outcome] of claims) {
      expect(await world.hook(event, JSON.stringify(payload))).toMatchObject({ status: 202, outcome });
      await world.work();
    }
    expect(await world.dump()).toEqual(before);
    const { state, subject } = await readPromotion(world, number);
    expect([state, subject.manifestDigest]).toEqual(["in_review", expect.any(String)]);
    expect(await world.test.db.review.count()).toBe(0);
  });

  it("queues the look of what waits for its pull request, and leaves alone what waits because the host is away", async () => {
    const release = await world.compose("3");
    await world.evaluate(release, { score: 0.9 });
    const number = await propose(world, release);
    await review(world, number);
    await clearJobs();
    await world.hook("push", PUSH);
    expect(await world.jobs()).toEqual({ "sync-repository": 1 });
    const key = { projectId_number: { projectId: world.project.id, number } };
    await world.test.db.promotion.update({ where: key, data: { pullNumber: 1 } });
    await world.hook("push", PUSH);
    expect(await world.jobs()).toEqual({
      ...{ "sync-repository": 1, "advance-promotion": 1, "tell-promotion-pull": 1 },
    });
    await clearJobs();
    world.moveRepositoryAway();
    await advance(world, number);
    await world.test.db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = '2099-01-01'`;
    await world.hook("push", PUSH);
    const [waiting] = await world.test.db.$queryRaw<{ runAt: Date }[]>`
      SELECT run_at AS "runAt" FROM graphile_worker.jobs WHERE task_identifier = 'advance-promotion'`;
    expect(waiting?.runAt.getFullYear()).toBe(2099);
    world.bringRepositoryBack();
  });

  it("takes each of GitHub's own examples, and changes nothing by any", async () => {
    await world.sync();
    const before = await world.dump();
    const examples = hookExamples();
    expect(examples.length).toBeGreaterThan(250);
    const queued = [];
    for (const { event, payload } of examples) {
      const { status, outcome } = await world.hook(event, JSON.stringify(payload));
      expect([event, status]).toEqual([event, 202]);
      if (outcome === "queued") queued.push([event, Object(payload.repository).full_name]);
    }
    expect(queued.length).toBeGreaterThan(40);
    for (const [, repository] of queued) expect(repository).toBe(EXAMPLE_REPOSITORY);
    expect(await world.jobs()).toEqual({ "sync-repository": 1 });
    await world.work();
    expect(await world.dump()).toEqual(before);
  });
});

describe("the secret of a webhook", () => {
  const rotate = (endOldSecret: boolean) =>
    rotateGitHookSecret(world.as("admin"), { params: world.params, body: { endOldSecret } });
  let first = "";
  beforeEach(async () => {
    first = (await rotate(true)).secret;
  });
  const statusUnder = async (secret: string) => (await world.hook("push", PUSH, { secret })).status;

  it("that was replaced holds for a day more, and then not", async () => {
    const { secret, hook } = await rotate(false);
    expect(hook.oldSecretEndsAt).toBe(new Date(world.clock.at.getTime() + 86_400_000).toISOString());
    world.pass(23);
    expect([await statusUnder(secret), await statusUnder(first)]).toEqual([202, 202]);
    world.pass(1);
    expect([await statusUnder(secret), await statusUnder(first)]).toEqual([202, 401]);
  });

  it("that is ended holds no more at once, and a third one ends the first", async () => {
    const second = await rotate(false);
    const third = await rotate(false);
    expect([await statusUnder(first), await statusUnder(second.secret)]).toEqual([401, 202]);
    const fourth = await rotate(true);
    expect([await statusUnder(third.secret), await statusUnder(fourth.secret)]).toEqual([401, 202]);
  });

  it("is in no table, and the settings show what came, without it", async () => {
    const tables = await world.test.db.$queryRaw<{ name: string }[]>`
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`;
    for (const { name } of tables) {
      const rows = await world.test.db.$queryRawUnsafe<unknown[]>(
        `SELECT 1 FROM ${name} t WHERE position($1 in t::text) > 0 LIMIT 1`,
        first,
      );
      expect([name, rows.length]).toEqual([name, 0]);
    }
    await world.hook("ping", JSON.stringify(exampleOf("ping")), { secret: first });
    const shown = await getGitHook(world.as("auditor"), { params: world.params });
    expect(shown).toMatchObject({ isOn: true, deliveries: [{ event: "ping", outcome: "ping" }] });
    expect(JSON.stringify(shown)).not.toContain(first);
    const actions = async () =>
      (await world.test.db.auditEvent.findMany({ orderBy: { seq: "desc" }, take: 2 })).map(
        (row) => row.action,
      );
    expect((await actions())[0]).toBe("git_hook.secret_made");
    await endGitHook(world.as("admin"), { params: world.params });
    expect((await actions())[0]).toBe("git_hook.ended");
    expect(await statusUnder(first)).toBe(401);
  });
});
