import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { HTTP } from "cloudevents";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { parseEgressAllow } from "../../domain/egress/egress-allow.ts";
import { createSafeFetch } from "../../egress/safe-fetch.ts";
import { createMailSender } from "../../notify/send-mail.ts";
import { createWebhookSender } from "../../notify/send-webhook.ts";
import { testContext } from "../testing/test-context.ts";
import { deliverNotification } from "./deliver-notification.ts";
import type { NotifyDeps } from "./notify-deps.ts";
import { tellPeople } from "./tell-people.ts";

const SECRETS = ["whsec_bmV3IHNlY3JldCBvZiBhIHRlc3QgMDEyMw==", "whsec_b2xkIHNlY3JldCBvZiBhIHRlc3QgMDEyMw=="];
const NOTIFIER = { kind: "service", id: "notifier", name: "notifier" } as const;
type Got = { body: string; headers: IncomingHttpHeaders };

let test: TestDatabase;
let own: SeededProject;
let receiver: Server;
let url = "";
let mailServer: SMTPServer;
let mailPort = 0;
let serial = 0;
const clock = { at: SEEDED_AT };
const got: Got[] = [];
const mails: { to: string[]; text: string }[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 204 };

beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    got.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
    response.writeHead(answer.status, answer.headers).end();
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${portOf(receiver.address())}/hook`;
  mailServer = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"] },
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  const listening = mailServer.listen(0, "127.0.0.1");
  await new Promise<void>((done) => listening.once("listening", done));
  mailPort = portOf(listening.address());
});
afterAll(async () => {
  receiver.close();
  await new Promise<void>((done) => mailServer.close(done));
  await test.drop();
});
beforeEach(async () => {
  await test.db.notificationDelivery.deleteMany();
  await test.db.notificationTarget.deleteMany();
  got.length = 0;
  mails.length = 0;
  answer = { status: 204 };
  clock.at = SEEDED_AT;
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("not listening");
  return address.port;
}

const ctx = () => testContext(test.db, NOTIFIER, { now: () => clock.at });

function deps(options: { allow?: string; smtp?: boolean } = {}): NotifyDeps {
  const allow = parseEgressAllow(options.allow ?? new URL(url).host);
  const mail = { url: `smtp://127.0.0.1:${mailPort}`, from: "tupelo@example.com" };
  return {
    notify: {
      sendWebhook: createWebhookSender(createSafeFetch({ allow, timeoutMs: 2_000 })),
      sendMail: createMailSender(options.smtp === false ? null : mail),
    },
    publicUrl: "https://console.example",
    random: () => 1,
  };
}

async function addTarget(kind: "webhook" | "email", address: string): Promise<string> {
  serial += 1;
  const id = `ntt_${serial}`;
  const secretsSealed = kind === "webhook" ? SECRETS.map((secret) => ctx().secretBox.seal(secret)) : [];
  await test.db.notificationTarget.create({
    data: {
      ...{ id, projectId: own.project.id, kind, address, secretsSealed, events: ["rolled_back"] },
      ...{ createdBy: "account:x", createdByName: "Ada", createdAt: SEEDED_AT },
    },
  });
  return id;
}

async function tell(news: { sentence?: string; accountIds?: string[] } = {}): Promise<number> {
  serial += 1;
  await test.db.$transaction((tx) =>
    tellPeople(ctx(), tx, {
      ...{ projectId: own.project.id, type: "rolled_back", dedupeKey: `news-${serial}` },
      ...{ environment: "production", releaseId: "f91be2a454" },
      ...{ resource: { kind: "environment", id: "production" }, sentence: "production went back" },
      ...news,
    }),
  );
  return test.db.notification.count({ where: { projectId: own.project.id } });
}

const deliver = (number: number, with_ = deps()) =>
  deliverNotification(ctx(), { projectId: own.project.id, number }, with_);
const rows = () => test.db.notificationDelivery.findMany({ orderBy: [{ kind: "asc" }, { address: "asc" }] });
const pass = (ms: number) => {
  clock.at = new Date(clock.at.getTime() + ms);
};
const nextRun = async (number: number) => {
  const key = `deliver-notification:${own.project.id}:${number}`;
  const jobs = await test.db.$queryRaw<{ run_at: Date }[]>`
    SELECT run_at FROM graphile_worker.jobs WHERE key = ${key}`;
  return jobs.at(0)?.run_at;
};

describe("webhooks", () => {
  it("get a CloudEvent that both secrets signed, once, whatever is run again", async () => {
    await addTarget("webhook", url);
    const number = await tell();
    await deliver(number);
    await deliver(number);
    expect(got).toHaveLength(1);
    const [{ body, headers } = { body: "", headers: {} }] = got;
    const signed = {
      "webhook-id": String(headers["webhook-id"]),
      "webhook-timestamp": String(headers["webhook-timestamp"]),
      "webhook-signature": String(headers["webhook-signature"]),
    };
    expect(signed["webhook-signature"].split(" ")).toEqual(
      SECRETS.map((secret) => new Webhook(secret).sign(signed["webhook-id"], SEEDED_AT, body)),
    );
    const event = HTTP.toEvent({ headers, body });
    expect(event).toMatchObject({
      ...{ id: signed["webhook-id"], specversion: "1.0", type: "dev.tupelo.rolled_back.v1" },
      ...{ source: "https://console.example/deploybuddy", subject: "environment/production" },
      data: {
        ...{ project: "deploybuddy", releaseId: "f91be2a454", sentence: "production went back" },
        resource: { url: "https://console.example/deploybuddy/environments/production" },
      },
    });
    expect(await rows()).toMatchObject([{ state: "delivered", attempts: 1, lastStatus: "204" }]);
    const text = JSON.stringify([await rows(), await test.db.notificationTarget.findMany()]);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it("are verified by a receiver that follows Standard Webhooks", async () => {
    await addTarget("webhook", url);
    clock.at = new Date();
    await deliver(await tell());
    const [{ body, headers } = { body: "", headers: {} }] = got;
    const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    for (const secret of SECRETS)
      expect(new Webhook(secret).verify(body, plain)).toMatchObject({ specversion: "1.0" });
    expect(() => new Webhook(SECRETS[0] ?? "").verify(`${body} `, plain)).toThrow();
  });

  it("are tried ten times with growing waits and the same id, and then have failed", async () => {
    await addTarget("webhook", url);
    const number = await tell();
    answer = { status: 503 };
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await deliver(number);
      const nextTryAt = (await rows()).at(0)?.nextTryAt;
      if (!nextTryAt) continue;
      expect(await nextRun(number)).toEqual(nextTryAt);
      await deliver(number);
      waits.push((nextTryAt.getTime() - clock.at.getTime()) / 1_000);
      clock.at = nextTryAt;
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 2560]);
    expect(got).toHaveLength(10);
    expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await rows()).toMatchObject([
      { state: "failed", attempts: 10, lastStatus: "503", nextTryAt: null },
    ]);
  });

  it("wait as long as a busy receiver asks", async () => {
    await addTarget("webhook", url);
    const number = await tell();
    answer = { status: 429, headers: { "Retry-After": "7200" } };
    await deliver(number);
    expect((await rows()).at(0)?.nextTryAt).toEqual(new Date(SEEDED_AT.getTime() + 7_200_000));
    pass(7_200_000);
    answer = { status: 200 };
    await deliver(number);
    expect(await rows()).toMatchObject([{ state: "delivered", attempts: 2, lastError: null }]);
  });

  it("end where the receiver is gone, with an event in the audit log", async () => {
    const id = await addTarget("webhook", url);
    answer = { status: 410 };
    await deliver(await tell());
    expect(await rows()).toMatchObject([{ state: "failed", lastStatus: "410" }]);
    expect(await test.db.notificationTarget.findUnique({ where: { id } })).toMatchObject({
      disabledAt: SEEDED_AT,
    });
    const events = await test.db.auditEvent.findMany({ where: { resourceId: id } });
    expect(events.map(({ action }) => action)).toEqual(["notification_target.disabled"]);
    await deliver(await tell());
    expect(got).toHaveLength(1);
  });

  it("follow no redirect", async () => {
    await addTarget("webhook", url);
    answer = { status: 302, headers: { Location: url } };
    await deliver(await tell());
    expect(got).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: "failed", lastError: expect.stringContaining("redirect") }]);
  });

  it("row 48: connect to nothing private, also where the address was saved", async () => {
    for (const address of [url, "http://2130706433/", "https://[::ffff:127.0.0.1]/", "https://localhost./"])
      await addTarget("webhook", address);
    await deliver(await tell(), deps({ allow: "" }));
    expect(got).toEqual([]);
    expect((await rows()).map(({ state }) => state)).toEqual(["failed", "failed", "failed", "failed"]);
  });
});

describe("e-mail", () => {
  it("reaches targets and the accounts that the news names, each once, as plain text", async () => {
    const { admin, operator } = own.principals;
    await addTarget("email", admin.email);
    const number = await tell({ accountIds: [admin.id, operator.id] });
    await deliver(number);
    await deliver(number);
    expect(mails.flatMap(({ to }) => to).sort()).toEqual([admin.email, operator.email].sort());
    expect(mails.at(0)?.text).toContain("Content-Type: text/plain");
    expect(mails.at(0)?.text).toContain("https://console.example/deploybuddy/environments/production");
  });

  it("takes no header out of what people write", async () => {
    const sentence = "back\r\nBcc: thief@example.com\r\n\r\nHello";
    await deliver(await tell({ sentence, accountIds: [own.principals.admin.id] }));
    expect(mails.map(({ to }) => to)).toEqual([[own.principals.admin.email]]);
    const [head = ""] = (mails.at(0)?.text ?? "").split("\r\n\r\n");
    expect(head).not.toMatch(/^bcc:/im);
    await addTarget("email", "a@example.com,b@example.com\r\nRCPT TO:<c@example.com>");
    await deliver(await tell());
    expect(mails).toHaveLength(1);
  });

  it("says what to set where no mail server is set up, and holds up no webhook", async () => {
    await addTarget("webhook", url);
    await addTarget("email", "team@example.com");
    await deliver(await tell(), deps({ smtp: false }));
    expect(await rows()).toMatchObject([
      { kind: "email", state: "failed", lastError: expect.stringContaining("SMTP_URL") },
      { kind: "webhook", state: "delivered" },
    ]);
  });
});
