import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { testContext } from "../testing/test-context.ts";
import { changeTarget, rotateTargetSecret } from "./change-target.ts";
import { createTarget } from "./create-target.ts";
import { listNotifications, listTargets } from "./read-notifications.ts";
import { retryDelivery } from "./retry-delivery.ts";
import { testTarget } from "./test-target.ts";

const params = { project: "deploybuddy" };
let test: TestDatabase;
let own: SeededProject;
beforeAll(async () => {
  test = await createTestDatabase();
  own = await seedProject(test.db);
});
afterAll(() => test.drop());

const admin = () => testContext(test.db, own.principals.admin);
const create = (address: string, kind: "webhook" | "email" = "webhook") =>
  createTarget(admin(), { params, body: { kind, address, events: ["rolled_back", "rolled_back"] } }, []);

const REFUSED = [
  ["loopback", "https://127.0.0.1/"],
  ["loopback of IPv6", "https://[::1]/"],
  ["no address", "https://0.0.0.0/"],
  ["metadata of a cloud", "https://169.254.169.254/latest"],
  ["10/8", "https://10.0.0.1/"],
  ["192.168/16", "https://192.168.0.1/"],
  ["100.64/10", "https://100.64.0.1/"],
  ["a number", "http://2130706433/"],
  ["hex", "https://0x7f.1/"],
  ["IPv4 in IPv6", "https://[::ffff:127.0.0.1]/"],
  ["a name of loopback", "https://localhost./"],
  ["a user name", "http://a@127.0.0.1/"],
  ["port 22", "https://example.com:22/"],
  ["no URL", "hooks"],
] as const;

describe("targets", () => {
  it.each(REFUSED)("row 48: %s is refused when it is saved, and nothing is kept", async (_name, address) => {
    await expect(create(address)).rejects.toMatchObject({ code: "egress-refused" });
    expect(await test.db.notificationTarget.count({ where: { address } })).toBe(0);
  });

  it("is made once when five ask for the same address at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const asked = Array.from({ length: 5 }, () => create(`https://hooks.example.com/at-once-${round}`));
      const answers = await Promise.allSettled(asked);
      const refused = answers.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
      expect(refused).toEqual(Array.from({ length: 4 }, () => "wrong-state"));
    }
  });

  it("shows a secret once and keeps it in no row, list or event", async () => {
    const { target, secret } = await create("https://hooks.example.com/path-secret");
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(target).toMatchObject({ events: ["rolled_back"], isEnabled: true, hasOldSecret: false });
    const rotated = await rotateTargetSecret(admin(), {
      params: { ...params, targetId: target.id },
      body: { endOldSecret: false, expectedVersion: 1 },
    });
    expect(rotated.target.hasOldSecret).toBe(true);
    const [row, events, list] = [
      await test.db.notificationTarget.findUniqueOrThrow({ where: { id: target.id } }),
      await test.db.auditEvent.findMany({ where: { resourceId: target.id } }),
      await listTargets(admin(), { params }),
    ];
    expect(row.secretsSealed.map((one) => admin().secretBox.open(one))).toEqual([rotated.secret, secret]);
    const text = JSON.stringify([row, list, events.map(({ after, before }) => [after, before])]);
    for (const one of [secret, rotated.secret]) expect(text).not.toContain(one);
    expect(JSON.stringify(events.map(({ after }) => after))).not.toContain("path-secret");
    const ended = await rotateTargetSecret(admin(), {
      params: { ...params, targetId: target.id },
      body: { endOldSecret: true, expectedVersion: 2 },
    });
    expect(ended.target.hasOldSecret).toBe(false);
    await expect(create("https://hooks.example.com/path-secret")).rejects.toMatchObject({
      code: "wrong-state",
    });
  });

  it("takes one plain e-mail address, which has no secret", async () => {
    await expect(create("a@example.com, b@example.com", "email")).rejects.toMatchObject({ code: "invalid" });
    expect(await create("Team@example.com", "email")).toMatchObject({
      ...{ secret: null, target: { address: "team@example.com" } },
    });
  });

  it("sends a test to one target, and tries what failed again", async () => {
    const { target } = await create("https://hooks.example.com/test");
    const at = { params: { ...params, targetId: target.id } };
    const { deliveryId } = await testTarget(admin(), at);
    const log = () => listNotifications(admin(), { params, query: { limit: 50 } });
    expect((await log()).items).toMatchObject([{ id: deliveryId, type: "test", state: "pending" }]);
    await test.db.notificationDelivery.updateMany({ data: { state: "failed", attempts: 10 } });
    await retryDelivery(admin(), { params: { ...params, deliveryId } });
    expect((await log()).items).toMatchObject([{ state: "pending", attempts: 0 }]);
    await test.db.notificationDelivery.updateMany({ data: { state: "delivered" } });
    await expect(retryDelivery(admin(), { params: { ...params, deliveryId } })).rejects.toMatchObject({
      code: "no-op",
    });
    const body = { isEnabled: false, expectedVersion: 1 };
    await changeTarget(admin(), { ...at, body: { ...body, events: ["review_asked"] } });
    await expect(testTarget(admin(), at)).rejects.toMatchObject({ code: "wrong-state" });
    await expect(
      changeTarget(admin(), { ...at, body: { ...body, events: ["review_asked"] } }),
    ).rejects.toMatchObject({ code: "version-conflict" });
  });
});
