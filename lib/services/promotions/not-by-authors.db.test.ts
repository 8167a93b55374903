import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SEEDED_AT, seedAccount } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { liftQuarantine } from "../quarantine/lift-quarantine.ts";
import { askReconciliationReview } from "../reconciliations/ask-reconciliation-review.ts";
import { restoreReconciliation } from "../reconciliations/restore-reconciliation.ts";
import { createRelease } from "../releases/create-release.ts";
import {
  advance,
  environmentOf,
  promoteAndServe,
  propose,
  review,
  rollBackTo,
  startServing,
} from "../testing/motion-steps.ts";
import { ALIASES, createMotionWorld, type MotionWorld, manifestText } from "../testing/motion-world.ts";
import { createPromotion } from "./create-promotion.ts";
import { recomposePromotion } from "./recompose-promotion.ts";

let test: TestDatabase;
let world: MotionWorld;
let ada: AccountPrincipal;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `authors-${serial}`);
  await startServing(world);
  ada = await seedAccount(test.db, world.project, "ada", ["author", "reviewer"]);
});
afterEach(() => world.close());

const composeAs = async (who: AccountPrincipal, version: string) => {
  const body = { components: [{ kind: "prompt", name: "support", version }] };
  return (await createRelease(world.as(who), { params: world.params, body })).id;
};
const proposeAs = async (who: AccountPrincipal, releaseId: string) => {
  const body = { releaseId, environment: "production", title: "Serve it" };
  return (await createPromotion(world.as(who), { params: world.params, body })).number;
};
const expectSelfApproval = (number: number) =>
  expect(review(world, number, ada)).rejects.toMatchObject({ code: "self-approval" });
const nameByHand = async (releaseId: string, email: string) => {
  world.repository.commit({
    files: {
      [manifestPath(releaseId)]: await manifestText(world, releaseId),
      [ALIASES]: `production: ${releaseId}\n`,
    },
    author: { name: "Somebody", email },
    message: "By hand",
  });
  await world.sync();
  return (await environmentOf(world)).reconciliation?.number ?? 0;
};

describe("nobody approves their own work", () => {
  it("that somebody else composed anew on a base that moved", async () => {
    const hers = await composeAs(ada, "2");
    await world.evaluate(hers, { score: 0.9 });
    const number = await proposeAs(ada, hers);
    const other = await world.compose("3");
    await world.evaluate(other, { score: 0.8 });
    const first = await propose(world, other);
    await review(world, first);
    await advance(world, first);
    const made = await recomposePromotion(world.as("author"), { params: { ...world.params, number } });
    await expectSelfApproval(made.number);
  });

  it("that they named in git by hand, and somebody else asked a review for", async () => {
    const release = await world.compose("2");
    await world.evaluate(release, { score: 0.9 });
    const reconciliation = await nameByHand(release, ada.email);
    const asked = await askReconciliationReview(world.as("author"), {
      params: { ...world.params, number: reconciliation },
    });
    await expectSelfApproval(asked.promotionNumber);
  });

  it("that they committed under an address which their identity provider vouches for", async () => {
    const email = "ada@home.example";
    await test.db.accountIdentity.create({
      data: {
        ...{ provider: "github", subject: `ada-${serial}`, accountId: ada.id, email },
        ...{ createdAt: SEEDED_AT, lastUsedAt: SEEDED_AT },
      },
    });
    const files = { "prompts/support/support@9.md": "Prompt 9: help {{user}}.\n" };
    world.repository.commit({ files, author: { name: "Ada", email }, message: "Write a prompt" });
    await world.sync();
    const release = await world.compose("9");
    await world.evaluate(release, { score: 0.9 });
    await expectSelfApproval(await propose(world, release));
  });
});

describe("a role for one environment", () => {
  const staging = (role: "reviewer" | "operator"): AccountPrincipal => ({
    ...ada,
    grants: new Map([[world.project.id, [{ role, environment: "staging" }]]]),
  });

  it("lifts no quarantine of another", async () => {
    const { releaseId } = await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    const lift = { params: { ...world.params, releaseId }, body: { reason: "It works in staging." } };
    await expect(liftQuarantine(world.as(staging("reviewer")), lift)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("chooses nothing about another's reconciliation", async () => {
    const number = await nameByHand(await world.compose("2"), "mallory@example.com");
    const input = { params: { ...world.params, number } };
    await expect(restoreReconciliation(world.as(staging("operator")), input)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
