/** A piece of news as its row has it. */
export type NewsFacts = {
  projectId: string;
  number: number;
  type: string;
  environment: string | null;
  releaseId: string | null;
  resourceKind: string;
  resourceId: string;
  sentence: string;
  actorName: string;
  createdAt: Date;
};

/** A CloudEvent 1.0 in its structured JSON form. */
export type NewsEvent = {
  specversion: "1.0";
  id: string;
  type: string;
  source: string;
  subject: string;
  time: string;
  datacontenttype: "application/json";
  data: {
    project: string;
    environment: string | null;
    releaseId: string | null;
    resource: { kind: string; id: string; url: string };
    sentence: string;
    actor: string;
  };
};

/** newsEvent puts news in words for machines; its id is the same at each try, so that a receiver may count it once. */
export function newsEvent(news: NewsFacts, project: { slug: string }, publicUrl: string): NewsEvent {
  const source = `${publicUrl}/${project.slug}`;
  return {
    specversion: "1.0",
    id: `${news.projectId}_${news.number}`,
    type: `dev.tupelo.${news.type}.v1`,
    source,
    subject: `${news.resourceKind}/${news.resourceId}`,
    time: news.createdAt.toISOString(),
    datacontenttype: "application/json",
    data: {
      project: project.slug,
      environment: news.environment,
      releaseId: news.releaseId,
      resource: { kind: news.resourceKind, id: news.resourceId, url: resourceUrl(news, source) },
      sentence: news.sentence,
      actor: news.actorName,
    },
  };
}

const PLACES: Record<string, string> = {
  promotion: "promotions",
  rollout: "rollouts",
  environment: "environments",
};

/** resourceUrl is the console's page that shows what the news is about. */
function resourceUrl({ resourceKind, resourceId }: NewsFacts, source: string): string {
  const place = PLACES[resourceKind];
  if (place !== undefined) return `${source}/${place}/${encodeURIComponent(resourceId)}`;
  return resourceKind === "reconciliation" ? `${source}/reconciliations` : `${source}/settings`;
}
