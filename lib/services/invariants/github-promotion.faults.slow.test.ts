import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase } from "../../db/testing/test-database.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import { rounds } from "../../domain/testing/rounds.ts";
import { completeMerge } from "../promotions/complete-merge.ts";
import { withdrawPromotion } from "../promotions/withdraw-promotion.ts";
import { GITHUB_FAULTS } from "../testing/github-faults.ts";
import { actionsOf, nameByHand, PROMOTE_BRANCH, untilHeard } from "../testing/github-steps.ts";
import { copyGithubWorld, createGithubWorld, type GithubWorld } from "../testing/github-world.ts";
import {
  advance,
  environmentOf,
  propose,
  readPromotion,
  review,
  startServing,
} from "../testing/motion-steps.ts";
import { GIT_SYNC } from "../testing/motion-world.ts";
import { verifyInvariants } from "./verify-invariants.ts";

const TIMEOUT_MS = 120_000;
const RETRY_CAP_SECONDS = 300;
/** How an approved promotion ends where the console merges, and where a person does. */
const MERGED_HERE = ["promotion.approved", "pull_request.opened", "promotion.merging", "promotion.merged"];
const MERGED_THERE = ["promotion.approved", "pull_request.opened", "promotion.merged"];

type Approved = { world: GithubWorld; first: string; release: string; number: number };

/** A promotion that is approved, and of which GitHub has not heard yet; `merge` says who merges. */
async function approve(merge: "console" | "host"): Promise<Approved> {
  const world = await createGithubWorld(await createTestDatabase());
  const first = await startServing(world);
  world.repository.commit({ files: { "policies/steps@1.yaml": policyText(merge) } });
  await world.sync();
  const release = await world.compose("2");
  await world.evaluate(release, { score: 0.9 });
  const number = await propose(world, release);
  await review(world, number);
  return { world, first, release, number };
}

const policyText = (merge: "console" | "host") => `version: 1
shadow: { required: never }
evalGate:
  quality: { mustImprove: true }
rollout: { stepsBp: [10000], bakeHours: 48 }
reviews: { required: 1, ttlHours: 72 }
merge: ${merge}
cooldownMinutes: 30
`;

let sources: Record<"console" | "host", Approved>;
beforeAll(async () => {
  sources = { console: await approve("console"), host: await approve("host") };
}, TIMEOUT_MS);
afterAll(async () => {
  for (const { world } of Object.values(sources)) {
    world.close();
    await world.test.drop();
  }
});

let world: GithubWorld;
let first: string;
let release: string;
let number: number;
async function begin(merge: "console" | "host"): Promise<void> {
  ({ first, release, number } = sources[merge]);
  world = await copyGithubWorld(sources[merge].world);
}
afterEach(async () => {
  world.close();
  await world.test.drop();
});

const page = () => readPromotion(world, number);
const pulls = () => world.pullsOf(PROMOTE_BRANCH);
const branch = () => promotionBranch("production", release, number);
const tries = () => advance(world, number);
const isSound = async () => expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);

/** It was merged once, as it was reviewed, and its approval was used once. */
async function isMergedOnce(actions: string[]): Promise<void> {
  const { db } = world.test;
  expect(await page()).toMatchObject({ state: "merged", lastError: null });
  await world.sync();
  await tries();
  expect(pulls().map(({ state, mergedAt }) => [state, mergedAt !== null])).toEqual([["closed", true]]);
  expect((await environmentOf(world)).desired).toMatchObject({ releaseId: release });
  expect(await db.rollout.count({ where: { promotionNumber: number } })).toBe(1);
  expect(await db.reconciliation.count({ where: { state: "open" } })).toBe(0);
  const reviews = await db.review.findMany({ where: { promotionNumber: number } });
  const { consumedReviewIds } = await db.promotion.findFirstOrThrow({ where: { number } });
  expect(consumedReviewIds).toEqual(reviews.map(({ id }) => id));
  expect((await actionsOf(world, "promotion", number)).slice(-actions.length)).toEqual(actions);
  await isSound();
}

/** Nothing is served that was not reviewed, and no second pull request was made. */
async function isNotServed(): Promise<void> {
  expect(await environmentOf(world)).toMatchObject({ rollout: null, served: { control: first } });
  expect(pulls()).toHaveLength(1);
  await isSound();
}

describe("a promotion that a person merges on GitHub", { timeout: TIMEOUT_MS }, () => {
  beforeEach(() => begin("host"));

  /** The pull request is open and waits for a person. */
  async function open(): Promise<number> {
    await tries();
    await tries();
    expect(await page()).toMatchObject({ state: "approved", pullNumber: 1 });
    expect((await page()).lastError).toBe("Pull request 1 waits for a person to merge it on the git host.");
    await isNotServed();
    return 1;
  }

  test.each([
    { name: "the job sees first", look: () => tries() },
    { name: "the sync sees first", look: () => world.sync() },
    { name: "both see at once", look: () => Promise.allSettled([tries(), world.sync(), tries()]) },
  ])("is served as it was reviewed, once, where $name", async ({ look }) => {
    await world.mergeByHand(await open());
    await look();
    await world.sync();
    await isMergedOnce(MERGED_THERE);
  });

  test("is heard of though the answer of its opening was lost", async () => {
    world.github.faults.plan({ on: /^POST \/pulls$/, lost: "connection" });
    await tries();
    expect(await page()).toMatchObject({ state: "approved", pullNumber: null });
    await world.mergeByHand(1);
    await tries();
    await isMergedOnce(MERGED_THERE);
  });

  test("is not served where something else was pushed to it before", async () => {
    await open();
    await nameByHand(world, await world.compose("3"), branch());
    await world.mergeByHand(1);
    await tries();
    await world.sync();
    expect((await environmentOf(world)).reconciliation).toMatchObject({ kind: "unreviewed_change" });
    expect(await page()).toMatchObject({ state: "approved" });
    await isNotServed();
  });

  test("is completed once by two who see the merge at the same moment, and neither is refused", async () => {
    const mergeCommit = await world.mergeByHand(await open());
    const complete = () =>
      completeMerge(world.as(GIT_SYNC), { projectId: world.project.id, number, mergeCommit });
    await Promise.all([complete(), complete(), complete()]);
    await isMergedOnce(MERGED_THERE);
  });

  test("is not served where another was merged before, and asks to be composed anew", async () => {
    await open();
    await mergeAnother();
    await tries();
    const { state, blockers } = await page();
    expect([state, blockers.map(({ code }) => code)]).toEqual([
      "in_review",
      expect.arrayContaining(["base_moved"]),
    ]);
    await expect(world.mergeByHand(1)).rejects.toThrow("was not merged: conflict");
    await nameByHand(world, release);
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({
      ...{ reconciliation: { kind: "unreviewed_change" } },
    });
    expect((await environmentOf(world)).served).not.toMatchObject({ candidate: release });
    expect(await world.test.db.rollout.count({ where: { promotionNumber: number } })).toBe(0);
    await isSound();
  });
});

/** Somebody else's promotion is merged while ours waits. */
async function mergeAnother(): Promise<void> {
  const other = await world.compose("3");
  await world.evaluate(other, { score: 0.95 });
  const another = await propose(world, other);
  await review(world, another);
  await advance(world, another);
  const { pullNumber } = await readPromotion(world, another);
  await world.mergeByHand(pullNumber ?? 0);
  await advance(world, another);
  expect(await readPromotion(world, another)).toMatchObject({ state: "merged" });
}

const ROUNDS = Array.from({ length: rounds(1, 20) }, (_, round) => ({ round }));
/** The requests that change something; opening is hit in every run. */
const WRITES = [/^POST \/pulls$/, /^POST \/git\/refs$/, /^POST \/git\/commits$/, /^POST \/git\/trees$/];
const MERGE = /^PUT \/pulls\/1\/merge$/;

describe.each(GITHUB_FAULTS)("F8: a promotion while GitHub $name", ({ fault, asked, says }) => {
  beforeEach(() => begin("console"));

  test.each(ROUNDS)(
    "has one pull request and one merge, round $round",
    {
      timeout: TIMEOUT_MS,
    },
    async ({ round }) => {
      world.github.faults.plan({ ...fault(world.clock.at), on: WRITES[round % 4] ?? /^POST / });
      if (asked === undefined) world.github.faults.plan({ ...fault(world.clock.at), on: MERGE });
      const { waits, said } = await untilHeard(world, tries, page);
      expect(said[0]).toMatch(says);
      if (asked === undefined) expect(Math.max(...waits)).toBeLessThanOrEqual(RETRY_CAP_SECONDS);
      else expect(Math.round((waits[0] ?? 0) - asked)).toSatisfy((more) => more === 0 || more === 1);
      for (let more = 0; more < 3 && (await page()).state !== "merged"; more += 1) await tries();
      expect(await page()).toMatchObject({ state: "merged" });
      const actions = await actionsOf(world, "promotion", number);
      expect(actions.filter((action) => action === "pull_request.opened")).toHaveLength(1);
      await isMergedOnce(["promotion.merged"]);
    },
  );
});

describe("F8: a promotion's pull request that the console merges", { timeout: TIMEOUT_MS }, () => {
  beforeEach(() => begin("console"));

  test("goes in with exactly the head that was reviewed", async () => {
    await tries();
    await isMergedOnce(MERGED_HERE);
    const sent = world.github.requests.find(({ method }) => method === "PUT");
    expect(JSON.parse(sent?.body ?? "{}")).toMatchObject({ sha: pulls()[0]?.head });
  });

  test("is merged once by two workers at the same time", async () => {
    await Promise.allSettled([tries(), tries()]);
    for (let more = 0; more < 3 && (await page()).state !== "merged"; more += 1) await tries();
    await isMergedOnce(["promotion.merged"]);
  });

  test("waits where somebody pushed to it in the moment of the merge, and says which file", async () => {
    const push = () => void world.repository.commit({ branch: branch(), files: { "evil.md": "x\n" } });
    world.github.faults.plan({ on: MERGE, before: push });
    await tries();
    expect((await page()).lastError).toBe("Pull request 1 was not merged: head moved.");
    await tries();
    expect((await page()).lastError).toContain("evil.md");
    expect(await page()).toMatchObject({ state: "approved" });
    await isNotServed();
  });

  test("is rebuilt where somebody pushed another release over it", async () => {
    const other = await world.compose("3");
    const push = () => nameByHand(world, other, branch());
    world.github.faults.plan({ on: MERGE, before: push });
    await tries();
    expect(await page()).toMatchObject({ state: "approved" });
    await isNotServed();
    await tries();
    await isMergedOnce(["promotion.merging", "promotion.merged"]);
  });

  test("is rebuilt where somebody made its branch before with something else", async () => {
    const other = await world.compose("3");
    const makeBranch = () => nameByHand(world, other, branch());
    world.github.faults.plan({ on: /^POST \/git\/refs$/, before: makeBranch });
    await tries();
    await isMergedOnce(MERGED_HERE);
  });

  test("stays closed where somebody closed it, until it is proposed again", async () => {
    world.github.faults.plan({ on: MERGE, before: () => world.closeByHand(1) });
    await tries();
    await tries();
    expect((await page()).lastError).toMatch(/was closed by hand: withdraw this and propose again/);
    await isNotServed();
    await withdrawPromotion(world.as("author"), {
      ...{ params: { ...world.params, number }, body: { reason: "closed by mistake" } },
    });
    number = await propose(world, release);
    await review(world, number);
    await tries();
    expect(pulls().map(({ mergedAt }) => mergedAt !== null)).toEqual([false, true]);
    expect(await page()).toMatchObject({ state: "merged" });
    await isSound();
  });

  test("is merged on a main that moved elsewhere in the meantime", async () => {
    const move = () => void world.repository.commit({ files: { "README.md": "moved\n" } });
    world.github.faults.plan({ on: MERGE, before: move });
    await tries();
    await isMergedOnce(MERGED_HERE);
  });

  test("waits on a main that names something else by then, until that is taken back", async () => {
    const other = await world.compose("3");
    world.github.faults.plan({ on: MERGE, before: () => nameByHand(world, other) });
    await tries();
    expect((await page()).lastError).toMatch(/was not merged: conflict/);
    await world.sync();
    await tries();
    expect(await page()).toMatchObject({ state: "approved" });
    expect((await page()).lastError).toMatch(/[Rr]econciliation/);
    await isNotServed();
    await nameByHand(world, first);
    await world.sync();
    await tries();
    await isMergedOnce(["promotion.merging", "promotion.merged"]);
  });

  test("is heard of where somebody merged it faster than the console", async () => {
    world.github.faults.plan({ on: MERGE, before: async () => void (await world.mergeByHand(1)) });
    await tries();
    await isMergedOnce(MERGED_HERE);
  });

  test("waits for what a rule on GitHub asks for, in its words", async () => {
    world.github.state.ruleset.approvals = 1;
    await tries();
    expect((await page()).lastError).toMatch(/Repository rule violations found/);
    await isNotServed();
    world.github.state.ruleset.approvals = 0;
    await tries();
    await isMergedOnce(["promotion.merging", "promotion.merged"]);
  });
});
