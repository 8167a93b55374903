import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestEndpoints } from "../../contracts/requests.ts";
import { trafficEndpoints } from "../../contracts/traffic.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { insertSpans } from "../../db/traces/insert-spans.ts";
import { callRow, NO_ROWS, payloadRow, readRow } from "../../db/traces/testing/trace-rows.ts";
import { createTraceWriter } from "../../db/traces/writer/trace-writer.ts";
import { digestOf } from "../../domain/digest.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { syncRepository } from "../registry/sync-repository.ts";
import { createRelease } from "../releases/create-release.ts";
import { advance, environmentOf, propose, review, roll } from "../testing/motion-steps.ts";
import {
  ALIASES,
  createMotionWorld,
  GIT_SYNC,
  type MotionWorld,
  manifestText,
} from "../testing/motion-world.ts";
import { getLineage } from "./get-lineage.ts";
import { getSeries } from "./get-series.ts";
import { getServedAt } from "./get-served-at.ts";

const SERVED_AT = new Date("2026-04-10T12:00:00Z");
const COMPUTATION = digestOf("features/releases/feature_view.py as it ran online");
const FILES = {
  "prompts/policy/support-safety@1.4.md": "Never promise a date that was not computed.\n",
  "models/deploy-assistant/lora@1.9.yaml": `base: llama-3.1-8b-instruct
registryUri: models:/deploy-assistant/lora/1.9
sha256: dd7446396bf71cd769f4d0f265523bc7b6789e78d294f56615afbaf77b8c0fc5
adapter: { type: lora, rank: 16, alpha: 32, targets: [q_proj] }
`,
  "features/releases@5.py": 'releases = FeatureView(schema=[Field(name="recent_failure_count")])\n',
  "goldens/support_golden@12.jsonl": ["c1", "c2", "c3", "c4", "c5"]
    .map((id) => `${JSON.stringify({ id, question: "How many?", vars: {}, rubric: "A number." })}\n`)
    .join(""),
  "judges/groundedness@6.md": "---\nmodel: gpt-4o-mini-2024-07-18\n---\nGrade {{output}}.\n",
};
const LAYOUT = (slug: string) => `project: ${slug}
requires: [prompt]
layout:
  guardrail_policy: prompts/policy/{name}@{version}.md
  prompt: prompts/{name}/{name}@{version}.md
  model: models/{app}/{name}@{version}.yaml
  feature_view: features/{name}@{version}.py
  golden_set: goldens/{name}@{version}.jsonl
  judge: judges/{name}@{version}.md
environments:
  production: { aliases: ${ALIASES}, reviewers: 1 }
`;

let test: TestDatabase;
let world: MotionWorld;
let traces: pg.Pool;
let before: string;
let served: string;

const compose = async (prompt: string) => {
  const components = [
    { kind: "prompt", name: "support", version: prompt },
    { kind: "guardrail_policy", name: "support-safety", version: "1.4" },
    { kind: "model", name: "lora", version: "1.9" },
    { kind: "feature_view", name: "releases", version: "5" },
    { kind: "golden_set", name: "support_golden", version: "12" },
    { kind: "judge", name: "groundedness", version: "6" },
  ];
  return (await createRelease(world.as("author"), { params: world.params, body: { components } })).id;
};
const read = (requestId: string, query: object = {}) =>
  getLineage(
    { ...world.as("viewer"), traces },
    {
      params: { ...world.params, requestId },
      query: requestEndpoints.getLineage.query.parse(query),
    },
  );
const lastCommitOf = (path: string) =>
  world.repository.git("log", "-1", "--format=%H", "origin/main", "--", path).trim();

async function serveFirst(): Promise<void> {
  const author = { name: "admin", email: `admin@${world.project.slug}.example` };
  world.repository.commit({ files: { "tupelo.yaml": LAYOUT(world.project.slug), ...FILES }, author });
  await syncRepository(world.as(GIT_SYNC), world.project);
  before = await compose("1");
  const files = {
    [manifestPath(before)]: await manifestText(world, before),
    [ALIASES]: `production: ${before}\n`,
  };
  world.repository.commit({ files, author, message: "Name the release" });
  await world.sync();
  await world.evaluate(before, { score: 0.5 });
}

async function serveNext(): Promise<void> {
  served = await compose("2");
  await world.evaluate(served, { score: 0.9 });
  const number = await propose(world, served);
  await review(world, number);
  await advance(world, number);
  const where = { projectId: world.project.id, promotionNumber: number };
  await roll(world, (await test.db.rollout.findFirstOrThrow({ where })).number);
  world.repository.git("fetch", "-q", "origin");
}

async function answer(): Promise<void> {
  const at = { projectId: world.project.id, startedAt: SERVED_AT };
  const eventTimestamp = new Date("2026-04-09T09:00:00Z");
  await insertSpans(traces, {
    ...NO_ROWS,
    calls: [
      callRow("req_8a2", {
        ...at,
        releaseId: served,
        claimedRelease: served,
        region: "us-west",
        arm: "control",
      }),
    ],
    featureReads: [
      {
        ...readRow("req_8a2"),
        ...at,
        entity: "user-1187",
        fingerprint: COMPUTATION,
        eventTimestamp,
        readAt: SERVED_AT,
      },
    ],
    payloads: [{ ...payloadRow("req_8a2"), ...at }],
  });
}

beforeAll(async () => {
  test = await createTestDatabase();
  world = await createMotionWorld(test, "lineage");
  traces = new pg.Pool({ connectionString: test.url, max: 2 });
  await serveFirst();
  await serveNext();
  await answer();
}, 120_000);
afterAll(async () => {
  await traces.end();
  world.close();
  await test.drop();
});

describe("rubric 5: of any answer in production its lineage says", () => {
  const partOf = async (kind: string) => {
    const part = (await read("req_8a2")).parts.find((each) => each.kind === kind);
    if (part === undefined) throw new Error(`The answer has no ${kind}.`);
    return part;
  };

  it("which exact prompt version and guardrail policy produced it", async () => {
    expect(await partOf("prompt")).toMatchObject({
      ...{ name: "support", version: "2" },
      files: [{ path: "prompts/support/support@2.md", text: "Prompt 2: help {{user}}.\n" }],
    });
    expect(await partOf("guardrail_policy")).toMatchObject({
      ...{ name: "support-safety", version: "1.4" },
      files: [{ text: FILES["prompts/policy/support-safety@1.4.md"] }],
    });
  });

  it("which model weights and adapter were active", async () => {
    const { files, version } = await partOf("model");
    expect(version).toBe("1.9");
    expect(files[0]?.text).toContain(
      "sha256: dd7446396bf71cd769f4d0f265523bc7b6789e78d294f56615afbaf77b8c0fc5",
    );
    expect(files[0]?.text).toContain("adapter: { type: lora, rank: 16");
  });

  it("which feature values, with exact timestamps and computation hashes, were fed into the prompt", async () => {
    expect((await read("req_8a2")).featureReads).toEqual([
      expect.objectContaining({
        ...{ viewRef: "releases@5", entity: "user-1187", fingerprint: COMPUTATION },
        ...{
          eventTimestamp: "2026-04-09T09:00:00.000Z",
          ageSeconds: 27 * 3_600,
          values: { recent_failure_count: 4 },
        },
        readAt: SERVED_AT.toISOString(),
      }),
    ]);
  });

  it("which golden set version and judge were used to approve the release, and who approved it", async () => {
    const { evidence, reviews, promotion } = await read("req_8a2");
    const own = evidence.find(({ releaseId }) => releaseId === served);
    expect(own?.instruments.map(({ key, ref }) => `${key} ${ref}`).sort()).toEqual([
      "golden_set support_golden@12",
      "judge groundedness@6",
    ]);
    expect(own).toMatchObject({ caseCount: 5, sentByName: world.seeded.principals.reviewer.name });
    expect(promotion).toMatchObject({ gateVerdict: "pass", environment: "production" });
    expect(reviews.map(({ accountName, decision }) => [accountName, decision])).toEqual([
      [world.seeded.principals.reviewer.name, "approve"],
    ]);
  });

  it("what the commit was that last touched any of the above", async () => {
    const { parts, promotion } = await read("req_8a2");
    expect(parts).toHaveLength(6);
    for (const part of parts) expect(part.sighting?.commit).toBe(lastCommitOf(part.files[0]?.path ?? ""));
    expect(promotion?.mergeCommit).toBe(world.repository.git("rev-parse", "origin/main").trim());
  });
});

describe("a lineage", () => {
  it("is compared with the release that somebody asks for, else with the most telling one", async () => {
    const { comparedWith, comparisons, parts } = await read("req_8a2");
    expect(comparisons.map(({ releaseId }) => releaseId)).toEqual([before]);
    expect(comparedWith).toEqual(comparisons[0]);
    expect(
      parts.filter(({ change }) => change !== "same").map(({ kind, comparedRef }) => [kind, comparedRef]),
    ).toEqual([["prompt", "support@1"]]);
    expect((await read("req_8a2", { against: "desired" })).comparedWith).toEqual(comparisons[0]);
    expect((await environmentOf(world)).desired?.releaseId).toBe(served);
  });

  it("says since when the environment gave the release to its subjects", async () => {
    const { servedPeriods } = await read("req_8a2");
    expect(servedPeriods.at(0)).toMatchObject({ until: null });
  });

  it("says from when to when each region was answered by it, as gateways reported", async () => {
    const writer = createTraceWriter({ pool: traces });
    const later = { releaseId: served, claimedRelease: served, projectId: world.project.id };
    const at = (minutes: number) => new Date(SERVED_AT.getTime() + minutes * 60_000);
    await writer.store({
      ...NO_ROWS,
      calls: [
        callRow("req_west", { ...later, region: "us-west", startedAt: at(3) }),
        callRow("req_west_late", { ...later, region: "us-west", startedAt: at(200.5) }),
        callRow("req_east", { ...later, region: "us-east", startedAt: at(7), arm: "candidate" }),
        callRow("req_unseen", { ...later, region: "us-north", startedAt: at(7), arm: "shadow" }),
      ],
    });
    await writer.stop();
    expect((await read("req_west")).regionTimes).toEqual([
      { region: "us-west", firstAt: SERVED_AT.toISOString(), lastAt: at(200).toISOString(), callCount: 3 },
      { region: "us-east", firstAt: at(7).toISOString(), lastAt: at(7).toISOString(), callCount: 1 },
    ]);
  });

  it("of a moment names what was told to be served then, and what gateways reported around it", async () => {
    const ask = (at: Date, region?: string) =>
      getServedAt(
        { ...world.as("viewer"), traces },
        { params: world.environment, query: { at: at.toISOString(), ...(region ? { region } : {}) } },
      );
    expect((await ask(world.clock.at)).allocation).toMatchObject({ control: served, until: null, by: null });
    expect((await ask(SERVED_AT, "us-west")).observed).toContainEqual(
      expect.objectContaining({ releaseId: served, region: "us-west" }),
    );
    expect((await ask(new Date("2020-01-01T00:00:00Z"))).allocation).toBeNull();
    expect((await ask(SERVED_AT, "us-south")).observed).toEqual([]);
  });

  it("of a moment names, to who may read the audit log, who let gateways serve it, and by which rollout", async () => {
    const query = { at: world.clock.at.toISOString() };
    const ask = { params: world.environment, query };
    const { allocation } = await getServedAt({ ...world.as("auditor"), traces }, ask);
    expect(allocation).toMatchObject({
      ...{ control: served, rolloutNumber: 1 },
      by: { actorKind: "service", actorName: "rollout-controller" },
    });
  });

  it("has series that end at a moment, or now", async () => {
    const ask = (query: object) =>
      getSeries(
        { ...world.as("viewer"), traces },
        {
          params: world.environment,
          query: trafficEndpoints.getSeries.query.parse({ metric: "latency_ms", ...query }),
        },
      );
    const until = "2026-04-10T13:00:00.000Z";
    const then = await ask({ until, release: served, region: "us-east" });
    expect(then).toMatchObject({ from: "2026-04-09T13:00:00.000Z", to: until, tier: "minute" });
    expect(then.points.map(({ at, valueCount }) => [at, valueCount])).toEqual([
      ["2026-04-10T12:07:00.000Z", 1],
    ]);
    const before = await ask({ until: "2026-04-10T12:00:00Z", range: "7d" });
    expect(before).toMatchObject({ from: "2026-04-03T12:00:00.000Z", points: [] });
    expect((await ask({})).to).toBe(world.clock.at.toISOString());
  });

  it("is not found under an id that nobody reported, nor by an outsider", async () => {
    await expect(read("req_none")).rejects.toMatchObject({ code: "not-found" });
    const params = { project: "elsewhere", requestId: "req_8a2" };
    const ctx = { ...world.as("viewer"), traces };
    await expect(getLineage(ctx, { params, query: {} })).rejects.toMatchObject({ code: "not-found" });
  });
});
