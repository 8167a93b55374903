import type { Transaction } from "../../db/client.ts";
import { addJob } from "../../db/jobs.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import type { NewsType } from "../../domain/notifications/news-types.ts";
import type { ServiceContext } from "../context.ts";

/** One piece of news. The sentence is what people read; `dedupeKey` keeps the same news from being told twice. */
export type News = {
  projectId: string;
  type: NewsType;
  dedupeKey: string;
  environment: string | null;
  releaseId: string | null;
  /** Where it leads: promotion, rollout, environment, reconciliation or member, and its number, name or id. */
  resource: { kind: "promotion" | "rollout" | "environment" | "reconciliation" | "member"; id: string };
  sentence: string;
  /** Accounts told by e-mail whatever the project's targets are: owners, asked reviewers, all admins. */
  accountIds?: readonly string[];
};

/**
 * tellPeople writes news in the transaction of its cause and queues its delivery, so that nothing is told that did
 * not happen, and nothing that happened is forgotten. News with a known key is not told again.
 */
export async function tellPeople(ctx: ServiceContext, tx: Transaction, news: News): Promise<void> {
  const { projectId, dedupeKey, resource, accountIds = [], ...rest } = news;
  const known = await tx.notification.count({ where: { projectId, dedupeKey } });
  if (known > 0) return;
  const number = await nextNumber(tx, "notification", projectId);
  await tx.notification.create({
    data: {
      ...rest,
      projectId,
      number,
      dedupeKey,
      resourceKind: resource.kind,
      resourceId: resource.id,
      actorName: ctx.principal.name,
      accountIds: [...accountIds],
      createdAt: ctx.now(),
    },
  });
  await addJob(tx, "deliver-notification", { projectId, number });
}
