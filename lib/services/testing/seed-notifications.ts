import { tellPeople } from "../notifications/tell-people.ts";
import { GIT_SYNC, type MotionWorld } from "./motion-world.ts";

export type SeededNews = { targetId: string; deliveryId: string };

/** seedNotifications makes a webhook and a delivery to it that failed. */
export async function seedNotifications(world: MotionWorld): Promise<SeededNews> {
  const { db } = world.test;
  const ctx = world.as(GIT_SYNC);
  const { id: projectId, slug } = world.project;
  const [targetId, deliveryId] = [`ntt_${slug}`, `ntd_${slug}`];
  const address = "https://hooks.example.com/first";
  await db.notificationTarget.create({
    data: {
      ...{ id: targetId, projectId, kind: "webhook", address, events: ["rolled_back"] },
      ...{ secretsSealed: [ctx.secretBox.seal("whsec_bmV3IHNlY3JldCBvZiBhIHRlc3QgMDEyMw==")] },
      ...{ createdBy: "account:x", createdByName: "Ada", createdAt: world.clock.at },
    },
  });
  const dedupeKey = "seeded";
  await db.$transaction((tx) =>
    tellPeople(ctx, tx, {
      ...{ projectId, type: "rolled_back", dedupeKey, environment: "production", releaseId: null },
      ...{ resource: { kind: "environment", id: "production" }, sentence: "production went back" },
    }),
  );
  const news = await db.notification.findFirstOrThrow({ where: { projectId, dedupeKey } });
  await db.notificationDelivery.create({
    data: {
      ...{ id: deliveryId, projectId, notificationNumber: news.number, targetId, kind: "webhook", address },
      ...{ state: "failed", attempts: 10, lastStatus: "503", createdAt: world.clock.at },
    },
  });
  return { targetId, deliveryId };
}
