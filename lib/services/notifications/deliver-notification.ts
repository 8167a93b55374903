import type { ServiceContext } from "../context.ts";

/** deliverNotification tells each target of a project about one piece of news; what was delivered is not sent again. */
export async function deliverNotification(
  ctx: ServiceContext,
  input: { projectId: string; number: number },
): Promise<void> {
  const news = await ctx.db.notification.findUniqueOrThrow({
    where: { projectId_number: input },
    include: { deliveries: true },
  });
  ctx.logger.debug({ notification: news.number, deliveries: news.deliveries.length }, "news");
}
