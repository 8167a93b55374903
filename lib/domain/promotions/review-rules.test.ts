import { describe, expect, test } from "vitest";
import {
  mismatchOf,
  type Review,
  type ReviewRules,
  refuseReview,
  reviewBlockers,
  staleBecause,
  tallyReviews,
} from "./review-rules.ts";

const t0 = new Date("2026-04-10T12:00:00Z");
const hoursAgo = (hours: number) => new Date(t0.getTime() - hours * 3_600_000);
const subject = {
  manifestDigest: "sha256:a",
  baseReleaseId: "698df6d7ad",
  policyLabel: "policy@1",
  evidenceDigest: "sha256:e",
};
const rules: ReviewRules = {
  subject,
  termsDigest: "sha256:t",
  reviewersNeeded: 1,
  reviewTtlHours: 72,
  costReview: null,
  reviewerIds: new Set(["maja", "ravi"]),
};
const approval: Review = {
  accountId: "maja",
  accountName: "Maja",
  decision: "approve",
  costReviewed: false,
  subject,
  termsDigest: "sha256:before",
  createdAt: hoursAgo(1),
};

describe("refusing a review", () => {
  const free = {
    reviewerId: "maja",
    authorIds: new Set(["jin"]),
    state: "in_review" as const,
    decision: "approve" as const,
    blockers: [] as { sentence: string }[],
  };
  const blocker = { sentence: "token increase 27.4% > 15%" };
  test.each([
    { name: "a reviewer who wrote nothing may approve", change: {}, code: undefined },
    { name: "an author may not approve", change: { reviewerId: "jin" }, code: "self-approval" },
    {
      name: "an author may not request changes either",
      change: { reviewerId: "jin", decision: "request_changes" as const },
      code: "self-approval",
    },
    { name: "a blocker stops an approval", change: { blockers: [blocker] }, code: "blocked" },
    {
      name: "a blocker never stops a request for changes",
      change: { blockers: [blocker], decision: "request_changes" as const },
      code: undefined,
    },
    { name: "at the gates a review may be given", change: { state: "gates" as const }, code: undefined },
    { name: "what merges takes no review", change: { state: "merging" as const }, code: "wrong-state" },
    { name: "what is merged takes no review", change: { state: "merged" as const }, code: "wrong-state" },
    {
      name: "what is withdrawn takes no review",
      change: { state: "withdrawn" as const },
      code: "wrong-state",
    },
  ])("$name", ({ change, code }) => {
    expect(refuseReview({ ...free, ...change })?.code).toBe(code);
  });
});

describe("a review goes stale", () => {
  test.each([
    { name: "not while all is as it was", review: {}, now: {}, because: null },
    {
      name: "when the release is another",
      review: {},
      now: { manifestDigest: "sha256:b" },
      because: /not the one/,
    },
    {
      name: "when the base moved",
      review: {},
      now: { baseReleaseId: "f91be2a454" },
      because: /base moved from 698df6d7ad to f91be2a454/,
    },
    { name: "when the base is gone", review: {}, now: { baseReleaseId: null }, because: /to nothing/ },
    {
      name: "when the policy changed",
      review: {},
      now: { policyLabel: "policy@2" },
      because: /policy@1 to policy@2/,
    },
    {
      name: "when new evidence came in",
      review: {},
      now: { evidenceDigest: "sha256:f" },
      because: /evidence/,
    },
    { name: "not before its time is over", review: { createdAt: hoursAgo(71.99) }, now: {}, because: null },
    { name: "at the end of its time", review: { createdAt: hoursAgo(72) }, now: {}, because: /72 hours/ },
    {
      name: "when its giver may not review any more",
      review: { accountId: "gone" },
      now: {},
      because: /any more/,
    },
  ])("$name", ({ review, now, because }) => {
    const sentence = staleBecause(
      { ...approval, ...review },
      { ...rules, subject: { ...subject, ...now } },
      t0,
    );
    if (because === null) return expect(sentence).toBeNull();
    expect(sentence).toMatch(because);
  });
});

describe("counting reviews", () => {
  const request: Review = {
    ...approval,
    accountId: "ravi",
    accountName: "Ravi",
    decision: "request_changes",
  };
  test.each([
    { name: "one approval is enough where one is needed", reviews: [approval], complete: true, approvals: 1 },
    { name: "none is not enough", reviews: [], complete: false, approvals: 0 },
    {
      name: "an open request for changes blocks",
      reviews: [approval, request],
      complete: false,
      approvals: 1,
    },
    {
      name: "the newest word of each person counts",
      reviews: [request, { ...request, decision: "approve" as const, createdAt: t0 }, approval],
      complete: true,
      approvals: 2,
    },
    {
      name: "an approval that was taken back by a request does not count",
      reviews: [approval, { ...approval, decision: "request_changes" as const, createdAt: t0 }],
      complete: false,
      approvals: 0,
    },
    {
      name: "a stale approval does not count",
      reviews: [{ ...approval, createdAt: hoursAgo(100) }],
      complete: false,
      approvals: 0,
    },
    {
      name: "the request of somebody who left the team blocks on",
      reviews: [approval, { ...request, accountId: "gone" }],
      complete: false,
      approvals: 1,
    },
  ])("$name", ({ reviews, complete, approvals }) => {
    expect(tallyReviews(reviews, rules, t0)).toMatchObject({ isComplete: complete, approvals });
  });

  test("two approvals of one person are one where two are needed", () => {
    const twice = [approval, { ...approval, createdAt: t0 }];
    expect(tallyReviews(twice, { ...rules, reviewersNeeded: 2 }, t0)).toMatchObject({
      isComplete: false,
      approvals: 1,
    });
  });
});

describe("a cost review", () => {
  const asked = { ...rules, costReview: "token increase 12% > 10%" };
  const second: Review = { ...approval, accountId: "ravi", accountName: "Ravi" };
  const ticked = { ...second, costReviewed: true };
  test.each([
    {
      name: "one approval with the tick is not enough",
      reviews: [{ ...approval, costReviewed: true }],
      done: false,
    },
    { name: "two approvals without the tick are not enough", reviews: [approval, second], done: false },
    { name: "two approvals, one with the tick, are enough", reviews: [approval, ticked], done: true },
    {
      name: "the tick of a stale approval does not count",
      reviews: [approval, { ...ticked, subject: { ...subject, evidenceDigest: "sha256:old" } }],
      done: false,
    },
    {
      name: "the tick of a request for changes does not count",
      reviews: [approval, { ...ticked, decision: "request_changes" as const }],
      done: false,
    },
  ])("$name", ({ reviews, done }) => {
    const tally = tallyReviews(reviews, asked, t0);
    expect(tally).toMatchObject({ isComplete: done, approvalsNeeded: 2 });
    const codes = reviewBlockers(tally).map((blocker) => blocker.code);
    expect(codes.includes("cost_review")).toBe(!done);
  });

  test("is not asked for where no term asks, and the blocker says what is looked at", () => {
    expect(tallyReviews([approval], rules, t0)).toMatchObject({ isComplete: true, approvalsNeeded: 1 });
    expect(reviewBlockers(tallyReviews([approval, second], asked, t0))).toEqual([
      {
        code: "cost_review",
        sentence:
          "Cost review: token increase 12% > 10%. Two people have to approve, and one of them tick it.",
      },
    ]);
  });
});

describe("what a reviewer names against what is", () => {
  test("the same is accepted", () => expect(mismatchOf(subject, subject)).toBeNull());
  test("another manifest is a mismatch", () => {
    expect(mismatchOf({ ...subject, manifestDigest: "sha256:b" }, subject)?.code).toBe("approval-mismatch");
  });
  test.each(["baseReleaseId", "policyLabel", "evidenceDigest"] as const)("another %s is stale", (field) => {
    expect(mismatchOf({ ...subject, [field]: "other" }, subject)?.code).toBe("approval-stale");
  });
});
