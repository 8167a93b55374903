import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { planFreeze } from "../freezes/plan-freeze.ts";
import { dumpTables, refuseInserts } from "../testing/dump-tables.ts";
import {
  advance,
  environmentOf,
  propose,
  readPromotion,
  review,
  roll,
  rollBackTo,
  startServing,
} from "../testing/motion-steps.ts";
import { ALIASES, createMotionWorld, type MotionWorld } from "../testing/motion-world.ts";
import { listBlockers } from "./read-promotions.ts";
import { reviewPromotion } from "./review-promotion.ts";
import { withdrawPromotion } from "./withdraw-promotion.ts";

let test: TestDatabase;
let world: MotionWorld;
let first: string;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `motion-${serial}`);
  first = await startServing(world);
});
afterEach(() => world.close());

const candidateOf = async (prompt = "2", score = 0.9) => {
  const releaseId = await world.compose(prompt);
  await world.evaluate(releaseId, { score });
  return releaseId;
};
const approved = async (prompt = "2", score = 0.9) => {
  const releaseId = await candidateOf(prompt, score);
  const number = await propose(world, releaseId);
  await review(world, number);
  return { releaseId, number };
};
const stateOf = async (number: number) => (await readPromotion(world, number)).state;
const git = (...args: string[]) => world.repository.git(...args);
const mainOf = (path: string) => {
  git("fetch", "-q", "origin");
  return git("show", `origin/main:${path}`);
};
const mergesOnMain = () => {
  git("fetch", "-q", "origin");
  return Number(git("rev-list", "--merges", "--count", "origin/main"));
};
/** An id of digits alone is quoted in YAML, so that it stays a text. */
const aliasOf = (releaseId: string) =>
  new RegExp(`^# who is served\nproduction: "?${releaseId}"?   # release$`);
const dump = () => dumpTables(test.db, ["public"]);

describe("proposing", () => {
  it("waits at the gates without evidence, asks for review with it, and goes back when it fails", async () => {
    const releaseId = await world.compose("2");
    const number = await propose(world, releaseId);
    expect(await stateOf(number)).toBe("gates");
    await world.evaluate(releaseId, { score: 0.9 });
    expect(await stateOf(number)).toBe("in_review");
    await world.evaluate(releaseId, { score: 0.1 });
    expect(await stateOf(number)).toBe("gates");
    const events = await test.db.auditEvent.findMany({
      where: { chain: world.project.id, resourceKind: "promotion", resourceId: String(number) },
      orderBy: { seq: "asc" },
    });
    expect(events.map((event) => event.action)).toEqual([
      "promotion.proposed",
      "promotion.in_review",
      "promotion.gates",
    ]);
  });

  it("is judged again when the release it is compared with gets new evidence", async () => {
    const number = await propose(world, await candidateOf("2", 0.9));
    await world.evaluate(first, { score: 0.95 });
    expect(await stateOf(number)).toBe("gates");
  });

  it("stays as it is when the evidence is about another release", async () => {
    const number = await propose(world, await candidateOf("2", 0.9));
    const { version } = await readPromotion(world, number);
    await world.evaluate(await world.compose("3"), { score: 0.1 });
    expect((await readPromotion(world, number)).version).toBe(version);
  });

  it("is refused for what git desires already, and for what another promotion asks already", async () => {
    await expect(propose(world, first)).rejects.toMatchObject({ code: "no-op" });
    const releaseId = await candidateOf();
    await propose(world, releaseId);
    await expect(propose(world, releaseId)).rejects.toMatchObject({ code: "no-op" });
  });

  it("can be withdrawn until the merge begins, and its release stays", async () => {
    const { number, releaseId } = await approved();
    const withdraw = () =>
      withdrawPromotion(world.as("author"), {
        params: { ...world.params, number },
        body: { reason: "Not now." },
      });
    await expect(withdraw()).resolves.toEqual({ state: "withdrawn" });
    await expect(withdraw()).rejects.toMatchObject({ code: "wrong-state" });
    await advance(world, number);
    expect((await environmentOf(world)).desired?.releaseId).toBe(first);
    const again = await propose(world, releaseId);
    await review(world, again);
    await advance(world, again);
    await expect(
      withdrawPromotion(world.as("author"), {
        params: { ...world.params, number: again },
        body: { reason: "x" },
      }),
    ).rejects.toMatchObject({ code: "wrong-state" });
  });
});

describe("reviewing", () => {
  it("row 5: an author of a changed part cannot approve, whatever roles he holds", async () => {
    const number = await propose(world, await candidateOf());
    const { author, reviewer } = world.seeded.principals;
    const both = { ...author, grants: reviewer.grants };
    await expect(review(world, number, both)).rejects.toMatchObject({ code: "self-approval" });
    await expect(review(world, number, both, "request_changes")).rejects.toMatchObject({
      code: "self-approval",
    });
    await expect(review(world, number, world.seeded.key)).rejects.toMatchObject({
      code: "insufficient-scope",
    });
  });

  it("cannot approve what is blocked", async () => {
    const number = await propose(world, await candidateOf("2", 0.1));
    await expect(review(world, number)).rejects.toMatchObject({ code: "blocked" });
    expect(await stateOf(number)).toBe("gates");
  });

  it("row 6: an approval that names another digest is a mismatch", async () => {
    const number = await propose(world, await candidateOf());
    const { subject } = await readPromotion(world, number);
    const body = { decision: "approve" as const, comment: "", costReviewed: false };
    const manifestDigest = `sha256:${"0".repeat(64)}`;
    const given = reviewPromotion(world.as("reviewer"), {
      params: { ...world.params, number },
      body: { ...body, subject: { ...subject, manifestDigest } },
    });
    await expect(given).rejects.toMatchObject({ code: "approval-mismatch" });
  });

  it("row 7: an approval of evidence that is not the newest any more is stale", async () => {
    const releaseId = await candidateOf();
    const number = await propose(world, releaseId);
    const { subject } = await readPromotion(world, number);
    await world.evaluate(releaseId, { score: 0.95 });
    const given = reviewPromotion(world.as("reviewer"), {
      params: { ...world.params, number },
      body: { decision: "approve", comment: "", costReviewed: false, subject },
    });
    await expect(given).rejects.toMatchObject({ code: "approval-stale" });
  });

  it("is blocked by anybody's open request for changes, also after an approval", async () => {
    const { number } = await approved();
    await review(world, number, world.others.reviewer, "request_changes");
    expect(await stateOf(number)).toBe("in_review");
    await review(world, number);
    expect(await stateOf(number)).toBe("in_review");
    await review(world, number, world.others.reviewer);
    expect(await stateOf(number)).toBe("approved");
  });

  it("two approvals at the same moment make one approved promotion and one merge", async () => {
    const number = await propose(world, await candidateOf());
    await Promise.all([review(world, number), review(world, number, world.others.reviewer)]);
    expect(await stateOf(number)).toBe("approved");
    await Promise.allSettled([advance(world, number), advance(world, number)]);
    await advance(world, number);
    expect(await stateOf(number)).toBe("merged");
    expect([mergesOnMain(), await test.db.rollout.count({ where: { projectId: world.project.id } })]).toEqual(
      [1, 1],
    );
  });
});

describe("a cost review", () => {
  /** Better answers for 12 % more tokens: above the review limit, below the block. */
  const dearer = async () => {
    const releaseId = await world.compose("2");
    await world.evaluate(releaseId, { score: 0.9, tokens: 112 });
    return propose(world, releaseId);
  };

  it("takes two people, one of whom ticks that he looked at the cost", async () => {
    const number = await dearer();
    expect(await readPromotion(world, number)).toMatchObject({
      ...{ state: "in_review", reviewersNeeded: 2, approveRefusal: null },
      costReview: "token increase 12% > 10%",
      blockers: [{ code: "cost_review" }],
    });
    await review(world, number, "reviewer", "approve", true);
    expect(await stateOf(number)).toBe("in_review");
    await review(world, number, world.others.reviewer);
    expect(await readPromotion(world, number)).toMatchObject({ state: "approved", blockers: [] });
    await advance(world, number);
    const { state, mergeCommit } = await readPromotion(world, number);
    expect(state).toBe("merged");
    git("fetch", "-q", "origin");
    const text = git("log", "-1", "--format=%B", `${mergeCommit}^2`);
    expect(text).toContain("| Tokens per answer | needs review | at most +15%, review above +10% |");
    expect(text).toContain("Blockers: none");
  });

  it("is the same blocker on the page and over the API", async () => {
    const number = await dearer();
    const { blockers, releaseId } = await readPromotion(world, number);
    const answer = await listBlockers(world.as("viewer"), {
      params: { ...world.params, releaseId },
      query: { environment: "production" },
    });
    expect(answer.blockers).toEqual(blockers);
    expect(blockers.map(({ code }) => code)).toEqual(["cost_review"]);
  });

  it("is not done by two approvals without the tick", async () => {
    const number = await dearer();
    await review(world, number);
    await review(world, number, world.others.reviewer);
    expect(await readPromotion(world, number)).toMatchObject({
      state: "in_review",
      blockers: [{ code: "cost_review" }],
    });
    await advance(world, number);
    expect(mergesOnMain()).toBe(0);
    const event = await test.db.auditEvent.findFirst({
      where: { chain: world.project.id, action: "review.approved" },
    });
    expect(event?.after).toMatchObject({ costReviewed: false });
  });
});

describe("stale approvals", () => {
  it("stay when new evidence says the same", async () => {
    const { number, releaseId } = await approved("2", 0.9);
    await world.evaluate(releaseId, { score: 0.9 });
    expect(await stateOf(number)).toBe("approved");
    expect((await readPromotion(world, number)).reviews[0]?.staleBecause).toBeNull();
    await advance(world, number);
    expect(await stateOf(number)).toBe("merged");
  });

  it("are lost when new evidence changes a term, also when the verdict is the same", async () => {
    const { number, releaseId } = await approved();
    await world.evaluate(releaseId, { score: 0.92 });
    expect(await stateOf(number)).toBe("in_review");
    expect((await readPromotion(world, number)).reviews[0]?.staleBecause).toContain("New evidence");
    await advance(world, number);
    expect(mergesOnMain()).toBe(0);
  });

  it("are lost when the base moved", async () => {
    const other = await approved("3");
    const { number } = await approved("2");
    await advance(world, other.number);
    await advance(world, number);
    const page = await readPromotion(world, number);
    expect(page.state).toBe("in_review");
    expect(page.blockers.map((one) => one.code)).toContain("base_moved");
    expect(mergesOnMain()).toBe(1);
  });

  it("are lost when the policy changed", async () => {
    const { number } = await approved();
    world.repository.commit({
      files: { "policies/promotion@2.yaml": "version: 1\nevalGate:\n  quality: { mustImprove: true }\n" },
    });
    await world.sync();
    await advance(world, number);
    const page = await readPromotion(world, number);
    expect(page.state).toBe("in_review");
    expect(page.reviews[0]?.staleBecause).toContain("policy");
    expect(mergesOnMain()).toBe(0);
  });

  it("are lost when they are older than the policy allows", async () => {
    const { number } = await approved();
    world.pass(72);
    await advance(world, number);
    expect((await readPromotion(world, number)).reviews[0]?.staleBecause).toContain("72 hours");
    expect([await stateOf(number), mergesOnMain()]).toEqual(["in_review", 0]);
  });

  it("are said to be lost to the reviewers and the author, once, also when nobody sent anything", async () => {
    const { number } = await approved();
    world.pass(72);
    await advance(world, number);
    await advance(world, number);
    const where = { projectId: world.project.id, type: "approval_stale" };
    const [told, ...more] = await test.db.notification.findMany({ where });
    expect([told?.sentence, more]).toEqual([expect.stringContaining("lost its approval"), []]);
  });
});

describe("merging", () => {
  it("makes a real branch and a real merge commit, and moves desired with the rollout", async () => {
    const { number, releaseId } = await approved();
    await advance(world, number);
    const page = await readPromotion(world, number);
    expect(page).toMatchObject({ state: "merged", pullNumber: 1 });
    git("fetch", "-q", "origin");
    const parents = git("rev-list", "--parents", "-n", "1", page.mergeCommit ?? "").split(" ");
    expect(parents).toHaveLength(3);
    expect(git("diff", "--name-only", `${page.mergeCommit}^1`, page.mergeCommit ?? "").split("\n")).toEqual([
      ALIASES,
      manifestPath(releaseId),
    ]);
    expect(mainOf(ALIASES)).toMatch(aliasOf(releaseId));
    expect(git("log", "-1", "--format=%B", `${page.mergeCommit}^2`)).toContain(
      `Tupelo-Manifest: ${page.subject.manifestDigest}`,
    );
    const environment = await environmentOf(world);
    expect(environment.desired?.releaseId).toBe(releaseId);
    expect(environment.rollout).toMatchObject({ candidateReleaseId: releaseId, state: "waiting" });
    expect(environment.served?.control).toBe(first);
  });

  it.each(["rollout", "allocation", "audit_event"])(
    "moves desired and creates the rollout together or not at all: %s cannot be written",
    async (table) => {
      const { number, releaseId } = await approved();
      // Up to the pull request everything is recorded; only the last transaction meets the refusal.
      const before = await environmentOf(world);
      const allow = await refuseInserts(test.db, table);
      await advance(world, number).catch(() => undefined);
      await allow();
      if (table === "allocation") {
        // No allocation is written by a merge; it is the rollout's.
        expect(await stateOf(number)).toBe("merged");
        return;
      }
      const after = await environmentOf(world);
      expect([after.desired, after.rollout, after.version]).toEqual([
        before.desired,
        before.rollout,
        before.version,
      ]);
      await advance(world, number);
      expect((await environmentOf(world)).desired?.releaseId).toBe(releaseId);
      expect([
        mergesOnMain(),
        await test.db.rollout.count({ where: { projectId: world.project.id } }),
      ]).toEqual([1, 1]);
    },
  );

  it("is found by the sync when the worker died between git and database", async () => {
    const { number, releaseId } = await approved();
    const allow = await refuseInserts(test.db, "rollout");
    await advance(world, number);
    await allow();
    expect((await readPromotion(world, number)).lastError).toMatch(/^Something failed in Tupelo itself/);
    expect([await stateOf(number), mergesOnMain()]).toEqual(["merging", 1]);
    await world.sync();
    const environment = await environmentOf(world);
    expect(environment.desired?.releaseId).toBe(releaseId);
    expect(environment.rollout?.candidateReleaseId).toBe(releaseId);
    expect(await stateOf(number)).toBe("merged");
    await advance(world, number);
    expect(mergesOnMain()).toBe(1);
  });

  it("changes nothing when any step is done again", async () => {
    const { number } = await approved();
    await advance(world, number);
    const merged = await dump();
    await advance(world, number);
    await world.sync();
    const read = await dump();
    expect({ ...read, "public.repository_sync": "" }).toEqual(
      expect.objectContaining({ "public.rollout": merged["public.rollout"] }),
    );
    const rollout = await test.db.rollout.findFirstOrThrow({ where: { projectId: world.project.id } });
    await roll(world, rollout.number);
    const served = await dump();
    await roll(world, rollout.number);
    await advance(world, number);
    await world.sync();
    expect(await dump()).toEqual(served);
    expect(mergesOnMain()).toBe(1);
  });

  /** Something happens between the look at the approvals and the merge on main. */
  const meanwhile = (happens: () => Promise<unknown>) => {
    const host = world.gitHostFor({ gitHost: "local", repository: "" });
    const merge = host.mergePullRequest;
    host.mergePullRequest = async (request) => {
      host.mergePullRequest = merge;
      await happens();
      return merge(request);
    };
  };
  const freeze = () =>
    planFreeze(world.as("admin"), {
      params: world.environment,
      body: {
        startsAt: world.clock.at.toISOString(),
        endsAt: new Date(world.clock.at.getTime() + 3_600_000).toISOString(),
        reason: "The night of the sale.",
      },
    });

  it("over a freeze that began meanwhile is not served but told, and goes on when that is over", async () => {
    const { number, releaseId } = await approved();
    meanwhile(freeze);
    await advance(world, number);
    expect(mainOf(ALIASES)).toMatch(aliasOf(releaseId));
    const held = await readPromotion(world, number);
    expect([held.state, held.rolloutNumber]).toEqual(["approved", null]);
    expect(held.lastError).toContain("Frozen");
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({
      ...{ rollout: null, served: { control: first } },
      reconciliation: { state: "open", kind: "unreviewed_change" },
    });
    world.pass(1.01);
    await advance(world, number);
    await world.sync();
    expect(await stateOf(number)).toBe("merged");
    expect(await environmentOf(world)).toMatchObject({ rollout: { candidateReleaseId: releaseId } });
    expect((await environmentOf(world)).reconciliation).toBeNull();
  });

  it("over an approval that went meanwhile is not served, and asks for a review again", async () => {
    const { number, releaseId } = await approved();
    meanwhile(() =>
      test.db.membership.deleteMany({ where: { projectId: world.project.id, role: "reviewer" } }),
    );
    await advance(world, number);
    await world.sync();
    expect(mainOf(ALIASES)).toMatch(aliasOf(releaseId));
    expect(await stateOf(number)).toBe("in_review");
    expect(await environmentOf(world)).toMatchObject({
      ...{ rollout: null, served: { control: first } },
      reconciliation: { state: "open", kind: "unreviewed_change" },
    });
    const { consumedReviewIds } = await test.db.promotion.findUniqueOrThrow({
      where: { projectId_number: { projectId: world.project.id, number } },
    });
    expect(consumedReviewIds).toEqual([]);
  });

  it("uses up exactly the approvals that counted", async () => {
    const { number } = await approved();
    const counted = await test.db.review.findMany({ where: { projectId: world.project.id } });
    await advance(world, number);
    const { consumedReviewIds } = await test.db.promotion.findUniqueOrThrow({
      where: { projectId_number: { projectId: world.project.id, number } },
    });
    expect(consumedReviewIds).toEqual(counted.map(({ id }) => id));
  });

  it("waits while git is away, says so, and goes on when it is back", async () => {
    const { number, releaseId } = await approved();
    world.moveRepositoryAway();
    await advance(world, number);
    const waiting = await readPromotion(world, number);
    expect(waiting.state).toBe("approved");
    expect(waiting.lastError).toContain("git");
    world.bringRepositoryBack();
    await advance(world, number);
    expect((await environmentOf(world)).desired?.releaseId).toBe(releaseId);
    expect((await readPromotion(world, number)).lastError).toBeNull();
  });

  it("that stumbles over a fault of Tupelo's own says so, is tried again soon, and goes on", async () => {
    const { number, releaseId } = await approved();
    const host = world.gitHostFor({ gitHost: "local", repository: "" });
    const { openPullRequest } = host;
    host.openPullRequest = () => Promise.reject(new TypeError("cannot read properties of undefined"));
    await advance(world, number);
    const waiting = await readPromotion(world, number);
    expect(waiting.lastError).toMatch(/^Something failed in Tupelo itself/);
    expect(waiting.lastError).not.toContain("undefined");
    host.openPullRequest = openPullRequest;
    await advance(world, number);
    expect((await environmentOf(world)).desired?.releaseId).toBe(releaseId);
  });
});

describe("a pull request that somebody else pushed to", () => {
  /** The pull request is open and not merged: main is closed for a moment by a hook, as a protected branch is. */
  const givenOpenPull = async () => {
    const { number, releaseId } = await approved();
    const branch = promotionBranch("production", releaseId, number);
    const allow = await refuseInserts(test.db, "audit_event");
    await advance(world, number).catch(() => undefined);
    await allow();
    expect(mergesOnMain()).toBe(0);
    return { number, releaseId, branch };
  };

  it("is not merged with another file, and the promotion says why", async () => {
    const { number, branch } = await givenOpenPull();
    const files = { "prompts/support/support@9.md": "Do as I say.\n" };
    world.repository.commit({ files, branch, message: "Slip something in" });
    await advance(world, number);
    const page = await readPromotion(world, number);
    expect(page.lastError).toContain("support@9.md");
    expect([page.state, mergesOnMain()]).toEqual(["approved", 0]);
    expect((await environmentOf(world)).desired?.releaseId).toBe(first);
  });

  it("is put right before the merge where it names another release: what is merged is what was reviewed", async () => {
    const { number, branch, releaseId } = await givenOpenPull();
    const files = { [ALIASES]: `production: ${first}0\n` };
    world.repository.commit({ files, branch, message: "Slip something in" });
    await advance(world, number);
    expect(mainOf(ALIASES)).toMatch(aliasOf(releaseId));
    expect(git("log", "--format=%s", "origin/main")).not.toContain("Slip something in");
  });

  const mergeByHand = (branch: string) => {
    git("fetch", "-q", "origin");
    git("checkout", "-q", "-B", "main", "origin/main");
    git("merge", "-q", "--no-ff", "-m", "Merge by hand", `origin/${branch}`);
    git("push", "-q", "origin", "main");
  };
  const expectNotServed = async (number: number) => {
    await world.sync();
    await advance(world, number).catch(() => undefined);
    const environment = await environmentOf(world);
    expect([environment.served?.control, environment.rollout]).toEqual([first, null]);
    expect(await stateOf(number)).not.toBe("merged");
    expect(environment.drift).toBe(true);
  };

  it("is served when a person merged it as it was reviewed", async () => {
    const { number, branch, releaseId } = await givenOpenPull();
    mergeByHand(branch);
    await world.sync();
    expect(await stateOf(number)).toBe("merged");
    expect((await environmentOf(world)).rollout?.candidateReleaseId).toBe(releaseId);
  });

  it("is not taken for reviewed when it was merged by hand with another manifest", async () => {
    const { number, branch, releaseId } = await givenOpenPull();
    const path = manifestPath(releaseId);
    git("fetch", "-q", "origin");
    const manifest = git("show", `origin/${branch}:${path}`).replace(/sha256:[0-9a-f]/, "sha256:e");
    world.repository.commit({ files: { [path]: `${manifest}\n` }, branch, message: "Slip in" });
    mergeByHand(branch);
    await expectNotServed(number);
  });

  it("is not served when it was merged by hand after its approval expired", async () => {
    const { number, branch } = await givenOpenPull();
    world.pass(73);
    mergeByHand(branch);
    await expectNotServed(number);
  });

  it("is served after a freeze and not before, when a person merged it during the freeze", async () => {
    const { number, branch, releaseId } = await givenOpenPull();
    const startsAt = world.clock.at.toISOString();
    const endsAt = new Date(world.clock.at.getTime() + 3_600_000).toISOString();
    const body = { startsAt, endsAt, reason: "Quarter's end." };
    await planFreeze(world.as("operator"), { params: world.environment, body });
    mergeByHand(branch);
    await expectNotServed(number);
    world.pass(2);
    await world.sync();
    await world.sync();
    const after = await environmentOf(world);
    expect([after.rollout?.candidateReleaseId, after.reconciliation]).toEqual([releaseId, null]);
    expect(await stateOf(number)).toBe("merged");
  });

  it("is not taken for reviewed when it was merged by hand with another alias", async () => {
    const { number, branch } = await givenOpenPull();
    const other = await candidateOf("4");
    world.repository.commit({ files: { [ALIASES]: `production: ${other}\n` }, branch, message: "Slip in" });
    mergeByHand(branch);
    await expectNotServed(number);
  });
});

describe("a rollback while a promotion is on its way", () => {
  it("holds up a merge that had begun: a quarantined or outdated release is never merged", async () => {
    const served = await approved("2");
    await advance(world, served.number);
    const rollout = await test.db.rollout.findFirstOrThrow({ where: { projectId: world.project.id } });
    await roll(world, rollout.number);
    const next = await approved("3", 0.95);
    const host = world.gitHostFor({ gitHost: "local", repository: "" });
    const merge = host.mergePullRequest;
    host.mergePullRequest = async () => ({ outcome: "head_moved", headCommit: "" });
    await advance(world, next.number);
    expect(await stateOf(next.number)).toBe("approved");
    host.mergePullRequest = merge;
    await rollBackTo(world);
    await advance(world, next.number);
    expect(await stateOf(next.number)).toBe("approved");
    expect(mainOf(ALIASES)).toContain(served.releaseId);
    expect((await readPromotion(world, next.number)).lastError).toContain("Reconciliation");
  });
});
