import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { endFreeze } from "../freezes/end-freeze.ts";
import { planFreeze } from "../freezes/plan-freeze.ts";
import { changeProjectSettings, getProjectSettings } from "../projects/project-settings.ts";
import { advance, propose, readPromotion, review, startServing } from "../testing/motion-steps.ts";
import { createMotionWorld, type MotionWorld } from "../testing/motion-world.ts";
import { recomposePromotion } from "./recompose-promotion.ts";
import { reviewPromotion } from "./review-promotion.ts";

let test: TestDatabase;
let world: MotionWorld;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `recompose-${serial}`);
  await startServing(world);
});
afterEach(() => world.close());

const proposed = async (prompt: string) => {
  const releaseId = await world.compose(prompt);
  await world.evaluate(releaseId, { score: 0.9 });
  return { releaseId, number: await propose(world, releaseId) };
};
const codesOf = async (number: number) =>
  (await readPromotion(world, number)).blockers.map(({ code }) => code);
const reject = async (number: number) => {
  const { subject, version } = await readPromotion(world, number);
  const body = { decision: "reject" as const, comment: "Not this way.", costReviewed: false, subject };
  return { ...body, expectedVersion: version };
};

describe("composing again", () => {
  it("supersedes the old promotion, and its approvals count nowhere", async () => {
    const one = await proposed("2");
    const two = await proposed("3");
    await review(world, one.number);
    await review(world, two.number);
    await advance(world, one.number);
    expect(await codesOf(two.number)).toContain("base_moved");
    const input = { params: { ...world.params, number: two.number } };
    const made = await recomposePromotion(world.as("author"), input);
    expect(made.conflicts).toEqual([expect.stringContaining("which was taken")]);
    expect(await readPromotion(world, two.number)).toMatchObject({
      state: "superseded",
      recomposedAs: made.number,
    });
    const page = await readPromotion(world, made.number);
    expect(page).toMatchObject({ recomposedFrom: two.number, approvals: 0, baseReleaseId: one.releaseId });
    expect(await recomposePromotion(world.as("author"), input)).toMatchObject({ number: made.number });
  });

  it("is refused while the base is where it was", async () => {
    const { number } = await proposed("2");
    const act = recomposePromotion(world.as("author"), { params: { ...world.params, number } });
    await expect(act).rejects.toMatchObject({ code: "no-op" });
  });
});

describe("a final no", () => {
  it("ends the promotion; whoever approves the version before it is told 409", async () => {
    const { number } = await proposed("2");
    const body = await reject(number);
    const params = { ...world.params, number };
    await reviewPromotion(world.as("reviewer"), { params, body });
    expect(await readPromotion(world, number)).toMatchObject({
      state: "rejected",
      endReason: "Not this way.",
    });
    const late = reviewPromotion(world.as(world.others.reviewer), { params, body });
    await expect(late).rejects.toMatchObject({ code: "version-conflict" });
  });

  it("and an approval at the same moment: one wins", async () => {
    const { number } = await proposed("2");
    const body = await reject(number);
    const params = { ...world.params, number };
    const approval = { ...body, decision: "approve" as const };
    const outcomes = await Promise.allSettled([
      reviewPromotion(world.as("reviewer"), { params, body }),
      reviewPromotion(world.as(world.others.reviewer), { params, body: approval }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("a freeze", () => {
  it("holds up the merge and not the approval, until it is ended", async () => {
    const { number } = await proposed("2");
    const body = {
      startsAt: world.clock.at.toISOString(),
      endsAt: new Date(world.clock.at.getTime() + 86_400_000).toISOString(),
      reason: "Holidays.",
    };
    const { id } = await planFreeze(world.as("operator"), { params: world.environment, body });
    await review(world, number);
    await advance(world, number);
    expect(await readPromotion(world, number)).toMatchObject({ state: "approved" });
    expect(await codesOf(number)).toEqual(["frozen"]);
    await endFreeze(world.as("operator"), { params: { ...world.params, id } });
    await advance(world, number);
    expect(await readPromotion(world, number)).toMatchObject({ state: "merged" });
  });
});

describe("the floors of a project", () => {
  it("raise what is asked for, and are lowered with a reason only", async () => {
    const { number } = await proposed("2");
    const { version, ...settings } = await getProjectSettings(world.as("admin"), { params: world.params });
    const change = (body: object) =>
      changeProjectSettings(world.as("admin"), {
        params: world.params,
        body: { ...settings, expectedVersion: version, ...body },
      });
    await change({ minReviewers: 2 });
    expect((await readPromotion(world, number)).reviewersNeeded).toBe(2);
    await expect(change({ minReviewers: 1, reason: "A small team." })).rejects.toMatchObject({
      code: "version-conflict",
      params: { currentVersion: version + 1 },
    });
    const next = { expectedVersion: version + 1 };
    await expect(change({ ...next, minReviewers: 1 })).rejects.toMatchObject({ code: "invalid" });
    await change({ ...next, minReviewers: 1, reason: "A small team." });
    const event = await test.db.auditEvent.findFirst({
      where: { chain: world.project.id, action: "project.floor_lowered" },
    });
    expect(event?.reason).toBe("A small team.");
  });

  it("take signed traffic only from one act on, and unsigned traffic again with a reason only", async () => {
    const read = () => getProjectSettings(world.as("admin"), { params: world.params });
    const change = async (body: object) => {
      const { version, ...settings } = await read();
      return changeProjectSettings(world.as("admin"), {
        params: world.params,
        body: { ...settings, expectedVersion: version, ...body },
      });
    };
    expect((await read()).onlySignedTraffic).toBe(false);
    await change({ onlySignedTraffic: true });
    expect((await read()).onlySignedTraffic).toBe(true);
    await expect(change({ onlySignedTraffic: false })).rejects.toMatchObject({ code: "invalid" });
    await change({ onlySignedTraffic: false, reason: "A gateway cannot sign yet." });
    const events = await test.db.auditEvent.findMany({
      where: { chain: world.project.id, resourceKind: "project", action: { startsWith: "project." } },
      orderBy: { seq: "desc" },
      take: 2,
    });
    expect(events).toMatchObject([
      {
        action: "project.floor_lowered",
        reason: "A gateway cannot sign yet.",
        before: { onlySignedTraffic: true },
        after: { onlySignedTraffic: false },
      },
      { action: "project.settings_changed", after: { onlySignedTraffic: true } },
    ]);
  });
});

describe("news", () => {
  it("asks the reviewers and tells the author", async () => {
    const { number } = await proposed("2");
    await review(world, number);
    const rows = await test.db.notification.findMany({
      where: { projectId: world.project.id, resourceKind: "promotion" },
      orderBy: { number: "asc" },
    });
    expect(rows.map(({ type }) => type)).toEqual(["review_asked", "promotion_approved"]);
    expect(rows[0]?.accountIds).toContain(world.seeded.principals.reviewer.id);
  });
});
