import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { insertSpans } from "../../db/traces/insert-spans.ts";
import { callRow, NO_ROWS } from "../../db/traces/testing/trace-rows.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { getArtifactVersion } from "../artifacts/get-artifact-version.ts";
import { syncRepository } from "../registry/sync-repository.ts";
import { createRelease } from "../releases/create-release.ts";
import {
  advance,
  callKnownGood,
  environmentOf,
  propose,
  review,
  roll,
  rollBackTo,
} from "../testing/motion-steps.ts";
import {
  ALIASES,
  createMotionWorld,
  GIT_SYNC,
  type MotionWorld,
  manifestText,
} from "../testing/motion-world.ts";
import { getLineage } from "./get-lineage.ts";
import { getServedAt } from "./get-served-at.ts";

/** Everything that makes the index what it is; only the snapshot of the corpus will change. */
const indexText = (snapshot: string) => `corpus: { source: runbooks, snapshot: ${snapshot}, documents: 412 }
embedder: embed@2
chunker: sentence@3
normalisation: l2
filters: [status = published, audience = engineering]
buildJob: runbooks-index-14
`;
const INDEX = "indexes/runbooks.yaml";
const [MARCH, APRIL] = [indexText("2026-03-28"), indexText("2026-04-04")];
const factsOf = (snapshot: string) => ({
  "Corpus snapshot": `source runbooks, snapshot ${snapshot}, documents 412`,
  Embedder: "embed@2",
  Chunker: "sentence@3",
  Normalisation: "l2",
  Filters: "status = published, audience = engineering",
  "Build job": "runbooks-index-14",
});
const LAYOUT = (slug: string) => `project: ${slug}
requires: [prompt, retrieval_index]
layout:
  prompt: prompts/{name}/{name}@{version}.md
  retrieval_index: indexes/{name}.yaml
  promotion_policy: policies/{name}@{version}.yaml
environments:
  production: { aliases: ${ALIASES}, reviewers: 1 }
`;

/** The index is what is being tried, so that runs over another one may be compared. */
const POLICY = `version: 1
shadow: { required: never }
evalGate: { quality: { mustImprove: true }, across: [retrieval_index] }
rollout: { stepsBp: [10000], bakeHours: 48 }
reviews: { required: 1, ttlHours: 72 }
merge: console
cooldownMinutes: 30
`;

let test: TestDatabase;
let world: MotionWorld;
let traces: pg.Pool;
let commits: { march: string; april: string };
let march: string;
let april: string;

const author = () => ({ name: "author", email: `author@${world.project.slug}.example` });
const commitIndex = (text: string, files = {}) =>
  world.repository.commit({
    files: { [INDEX]: text, ...files },
    author: author(),
    message: "Build the index",
  });

async function compose(indexVersion: string): Promise<string> {
  const components = [
    { kind: "prompt", name: "support", version: "1" },
    { kind: "retrieval_index", name: "runbooks", version: indexVersion },
    { kind: "promotion_policy", name: "steps", version: "1" },
  ];
  return (await createRelease(world.as("author"), { params: world.params, body: { components } })).id;
}

/** A request that is answered now by what is served now, as a gateway reports it. */
async function answer(requestId: string): Promise<void> {
  const releaseId = (await environmentOf(world)).served?.control ?? null;
  const call = {
    projectId: world.project.id,
    releaseId,
    claimedRelease: releaseId,
    startedAt: world.clock.at,
  };
  await insertSpans(traces, { ...NO_ROWS, calls: [callRow(requestId, call)] });
}

async function lineageOf(requestId: string) {
  const params = { ...world.params, requestId };
  return getLineage({ ...world.as("viewer"), traces }, { params, query: {} });
}

async function indexBehind(requestId: string) {
  const { release, parts } = await lineageOf(requestId);
  const index = parts.find(({ kind }) => kind === "retrieval_index");
  if (index === undefined) throw new Error(`The answer ${requestId} had no index.`);
  return { releaseId: release?.id, index };
}

async function factsBehind(requestId: string) {
  const { kind, name, version } = (await indexBehind(requestId)).index;
  const { facts } = await getArtifactVersion(world.as("viewer"), {
    params: { ...world.params, kind, name, version },
  });
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]));
}

async function serveFirst(): Promise<void> {
  const adopted = {
    [manifestPath(march)]: await manifestText(world, march),
    [ALIASES]: `production: ${march}\n`,
  };
  world.repository.commit({ files: adopted, author: author(), message: "Name the release" });
  await world.sync();
  await world.evaluate(march, { score: 0.5 });
  await callKnownGood(world, march);
}

async function serveNext(): Promise<void> {
  await world.evaluate(april, { score: 0.9 });
  const number = await propose(world, april);
  await review(world, number);
  await advance(world, number);
  const where = { projectId: world.project.id, promotionNumber: number };
  await roll(world, (await test.db.rollout.findFirstOrThrow({ where })).number);
}

beforeAll(async () => {
  test = await createTestDatabase();
  world = await createMotionWorld(test, "corpus");
  traces = new pg.Pool({ connectionString: test.url, max: 2 });
  const first = commitIndex(MARCH, {
    "tupelo.yaml": LAYOUT(world.project.slug),
    "policies/steps@1.yaml": POLICY,
  });
  await syncRepository(world.as(GIT_SYNC), world.project);
  march = await compose("1");
  await serveFirst();
  await answer("req_march");
  commits = { march: first, april: commitIndex(APRIL) };
  await world.sync();
  april = await compose("2");
  world.pass(1);
  await serveNext();
  await answer("req_april");
  world.pass(1);
  await rollBackTo(world);
  await answer("req_after");
}, 120_000);
afterAll(async () => {
  await traces.end();
  world.close();
  await test.drop();
});

describe("when only the corpus snapshot of an index changes", () => {
  it("there is a new version of the index, with another digest", async () => {
    const versions = await test.db.artifactVersion.findMany({
      where: { projectId: world.project.id, kind: "retrieval_index" },
      orderBy: { version: "asc" },
    });
    expect(versions.map(({ version }) => version)).toEqual(["1", "2"]);
    expect(new Set(versions.map(({ digest }) => digest)).size).toBe(2);
  });

  it("there is a new release, with another manifest digest, that differs in the index only", async () => {
    expect(april).not.toBe(march);
    const { comparedWith, parts } = await lineageOf("req_april");
    expect(comparedWith?.releaseId).toBe(march);
    expect(parts.map(({ kind, change, comparedRef }) => [kind, change, comparedRef])).toEqual([
      ["promotion_policy", "same", "steps@1"],
      ["prompt", "same", "support@1"],
      ["retrieval_index", "changed", "runbooks@1"],
    ]);
    const releases = await test.db.release.findMany({ where: { projectId: world.project.id } });
    expect(new Set(releases.map(({ manifestDigest }) => manifestDigest)).size).toBe(2);
  });

  it.each([
    { requestId: "req_march", version: "1", text: MARCH, snapshot: "2026-03-28", month: "march" },
    { requestId: "req_april", version: "2", text: APRIL, snapshot: "2026-04-04", month: "april" },
  ] as const)("the trace of $requestId leads to its exact index", async ({ requestId, ...expected }) => {
    const { releaseId, index } = await indexBehind(requestId);
    expect(releaseId).toBe(expected.month === "march" ? march : april);
    expect(index).toMatchObject({
      ...{ name: "runbooks", version: expected.version },
      files: [{ path: INDEX, text: expected.text }],
      sighting: { commit: commits[expected.month] },
    });
    expect(await factsBehind(requestId)).toEqual(factsOf(expected.snapshot));
  });

  it("a rollback serves the index of before, and the lineage of a later request says so", async () => {
    expect((await environmentOf(world)).served).toMatchObject({ control: march, cause: "rollback" });
    const { releaseId, index } = await indexBehind("req_after");
    expect(releaseId).toBe(march);
    expect(index).toMatchObject({ version: "1", files: [{ text: MARCH }] });
    expect(index.digest).toBe((await indexBehind("req_march")).index.digest);
    expect(await factsBehind("req_after")).toEqual(factsOf("2026-03-28"));
  });

  it("what was served at each moment names the release of that index", async () => {
    const at = async (hoursAgo: number) => {
      const query = { at: new Date(world.clock.at.getTime() - hoursAgo * 3_600_000).toISOString() };
      return getServedAt({ ...world.as("auditor"), traces }, { params: world.environment, query });
    };
    const then = await Promise.all([2, 1, 0].map(at));
    expect(then.map(({ allocation }) => allocation?.control)).toEqual([march, april, march]);
    expect(then.at(-1)?.allocation?.by).toMatchObject({
      ...{ actorKind: "account", actorName: world.seeded.principals.operator.name, reason: "latency breach" },
    });
  });
});
