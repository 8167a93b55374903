import { createId } from "../../db/create-id.ts";
import type { NotificationModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { newsEvent } from "../../domain/notifications/news-event.ts";
import type { ServiceContext } from "../context.ts";
import { deliverOne } from "./deliver-one.ts";
import type { NotifyDeps } from "./notify-deps.ts";

/**
 * deliverNotification tells each target of a project, and each account that the news names, about one piece of news.
 * What was delivered is not sent again; what failed is tried again later, and holds up nothing else. A worker that
 * stops between sending and writing it down sends again, with the same id.
 */
export async function deliverNotification(
  ctx: ServiceContext,
  input: { projectId: string; number: number },
  deps: NotifyDeps,
): Promise<void> {
  const { projectId } = input;
  const news = await ctx.db.notification.findUniqueOrThrow({ where: { projectId_number: input } });
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: projectId } });
  await planDeliveries(ctx, news);
  const pending = { projectId, notificationNumber: input.number, state: "pending" };
  const due = await ctx.db.notificationDelivery.findMany({
    where: { ...pending, OR: [{ nextTryAt: null }, { nextTryAt: { lte: ctx.now() } }] },
  });
  const event = newsEvent(news, project, deps.publicUrl);
  const ends = await Promise.allSettled(due.map((row) => deliverOne(ctx, row, event, deps)));
  const next = await ctx.db.notificationDelivery.findFirst({
    where: pending,
    orderBy: { nextTryAt: { sort: "asc", nulls: "last" } },
  });
  if (next !== null) await addJob(ctx.db, "deliver-notification", input, next.nextTryAt ?? undefined);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** One row per target and account, however often this runs; a target made later is not told of what was before it. */
async function planDeliveries(ctx: ServiceContext, news: NotificationModel): Promise<void> {
  const { projectId, number: notificationNumber, createdAt: toldAt } = news;
  const targets = await ctx.db.notificationTarget.findMany({
    where: { projectId, disabledAt: null, events: { has: news.type }, createdAt: { lte: toldAt } },
  });
  const accounts = await ctx.db.account.findMany({ where: { id: { in: news.accountIds } } });
  const now = ctx.now();
  const places = [
    ...targets.map(({ id, kind, address }) => ({ targetId: id, kind, address })),
    ...accounts.map(({ email }) => ({ targetId: null, kind: "email", address: email })),
  ];
  await ctx.db.notificationDelivery.createMany({
    data: places.map((place) => ({
      ...{ id: createId("ntd", now), projectId, notificationNumber, ...place },
      ...{ state: "pending", createdAt: now },
    })),
    skipDuplicates: true,
  });
}
