import { createHash } from "node:crypto";
import type { DemoWorld } from "./demo-world.ts";
import { createDemoGateway, type DemoGatewayOptions, type Question } from "./gateway/gateway.ts";
import { startDemoPlane } from "./start-demo-plane.ts";

/** What people ask DeployBuddy. */
export const QUESTIONS = [
  "The queue in us-west jumped to 38 minutes. When will our checkout deploy be through?",
  "Is a rollback of search ahead of us in the queue?",
  "How many failures did the billing service have this week?",
  "When can the mobile release go out if we start at noon?",
];
const REGIONS = ["us-west", "us-east", "eu-central"];
const REQUEST_COUNT = 60;

/** The question that the article is about: the online path still served the value of the day before. */
const STALE_QUESTION = {
  requestId: "req_8a2",
  subject: "tenant-42:conversation-9",
  region: "us-west",
  question: "The queue in us-west jumped to 38 minutes. When will our checkout deploy be through?",
};

/**
 * sendDemoTraffic lets the reference gateway answer some questions through a real data plane, as if asked around
 * `at`. Among them is req_8a2 from us-west, which read a feature value that was 27 hours old.
 */
export async function sendDemoTraffic(
  world: DemoWorld,
  input: { databaseUrl: string; apiKey: string; at: Date },
): Promise<void> {
  const plane = await startDemoPlane(input.databaseUrl);
  const target = {
    ...{ dataPlaneUrl: plane.url, apiKey: input.apiKey, project: "deploybuddy", environment: "production" },
  };
  const digests = await digestsOfPrompts(world);
  const gateway = await createDemoGateway({ ...target, promptDigestOf: (ref) => digests.get(ref) });
  const fingerprint = await digestOfView(world);
  try {
    for (let index = 0; index < REQUEST_COUNT; index += 1) {
      await gateway.answer(ordinaryQuestion(index, input.at, fingerprint));
    }
    await gateway.answer({
      ...STALE_QUESTION,
      askedAt: input.at,
      featureReads: [readOf(fingerprint, input.at, 27, 4)],
    });
    await gateway.flush();
    await sendUnregistered(target, input.at);
  } finally {
    await gateway.close();
    await plane.stop(2_000);
  }
}

/** A prompt in the code of a service, which no file of the ops repository has. */
const PROMPT_IN_CODE = "Sum up the last {count} deploys of {service} in two sentences.\n";

/** One service of the demo renders a prompt of its own: it is seen in traffic, and no version explains it. */
async function sendUnregistered(target: DemoGatewayOptions, at: Date): Promise<void> {
  const digest = `sha256:${createHash("sha256").update(PROMPT_IN_CODE).digest("hex")}`;
  const bot = await createDemoGateway({
    ...target,
    serviceName: "demo-summary-bot",
    promptDigestOf: () => digest,
  });
  try {
    for (let index = 1; index <= 3; index += 1) {
      await bot.answer({
        ...{ requestId: `req_demo_summary_${index}`, subject: "summary-bot", region: "us-east" },
        question: "Sum up the last 5 deploys of checkout in two sentences.",
        askedAt: new Date(at.getTime() - index * 600_000),
      });
    }
    await bot.flush();
  } finally {
    await bot.close();
  }
}

/** The bytes of the templates that the gateway renders, by reference. */
async function digestsOfPrompts(world: DemoWorld): Promise<Map<string, string>> {
  const versions = await world.db.artifactVersion.findMany({
    where: { projectId: world.projectId, kind: "prompt" },
    include: { files: { orderBy: { path: "asc" }, take: 1 } },
  });
  return new Map(
    versions.flatMap(({ name, version, files: [file] }) =>
      file === undefined ? [] : [[`${name}@${version}`, file.contentDigest] as const],
    ),
  );
}

function ordinaryQuestion(index: number, end: Date, fingerprint: string): Question {
  const askedAt = new Date(end.getTime() - (REQUEST_COUNT - index) * 45_000);
  return {
    requestId: `req_demo_${String(index + 1).padStart(3, "0")}`,
    subject: `tenant-${(index * 7) % 23}:conversation-${index}`,
    region: REGIONS[index % REGIONS.length] ?? "us-west",
    question: QUESTIONS[index % QUESTIONS.length] ?? "",
    askedAt,
    featureReads: [readOf(fingerprint, askedAt, 3, 5)],
  };
}

function readOf(fingerprint: string, askedAt: Date, ageHours: number, recentFailureCount: number) {
  return {
    ref: "releases@5",
    fingerprint,
    entity: "user-1187",
    eventTimestamp: new Date(askedAt.getTime() - ageHours * 3_600_000),
    values: { recent_failure_count: recentFailureCount, avg_queue_minutes_30d: 11.4 },
  };
}

/** What the gateway logs as the computation it used: the digest of the feature view that it runs. */
async function digestOfView(world: DemoWorld): Promise<string> {
  const view = await world.db.artifactVersion.findFirstOrThrow({
    where: { projectId: world.projectId, kind: "feature_view", name: "releases", version: "5" },
  });
  return view.digest;
}
