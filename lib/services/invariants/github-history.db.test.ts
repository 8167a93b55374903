import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../db/testing/test-database.ts";
import { restoreReconciliation } from "../reconciliations/restore-reconciliation.ts";
import { acceptHistory } from "../registry/accept-history.ts";
import { createGithubWorld, type GithubWorld } from "../testing/github-world.ts";
import { environmentOf, promoteAndServe, reconcileNow, startServing } from "../testing/motion-steps.ts";
import { GIT_SYNC } from "../testing/motion-world.ts";
import { verifyInvariants } from "./verify-invariants.ts";

let world: GithubWorld;
let served: string;
beforeAll(async () => {
  world = await createGithubWorld(await createTestDatabase());
  await startServing(world);
  served = (await promoteAndServe(world, "2", 0.9)).releaseId;
});
afterAll(async () => {
  world.close();
  await world.test.drop();
});

/** Somebody pushes a main on GitHub that has lost the newest merge. */
async function dropNewestMerge(): Promise<void> {
  const { git } = world.repository;
  git("fetch", "-q", "origin");
  git("push", "-q", "--force", "origin", "origin/main~1:refs/heads/main");
  await world.sync();
}

test("a main that is rewritten on GitHub moves no traffic, and is led back by a pull request that a person merges", async () => {
  await dropNewestMerge();
  const now = await environmentOf(world);
  expect([now.served?.control, now.rollout?.state]).toEqual([served, "baking"]);
  expect(now.reconciliation).toMatchObject({ kind: "unreviewed_change" });
  expect(now.reconciliation?.reason).toContain("Main was rewritten");
  const number = now.reconciliation?.number ?? 0;
  await restoreReconciliation(world.as("operator"), { params: { ...world.params, number } });
  await reconcileNow(world, number);
  const [pull, ...more] = world.pullsOf("tupelo/").filter(({ state }) => state === "open");
  expect(more).toEqual([]);
  await world.mergeByHand(pull?.number ?? 0);
  await reconcileNow(world, number);
  await world.sync();
  expect(await environmentOf(world)).toMatchObject({
    ...{ drift: false, reconciliation: null },
    ...{ desired: { releaseId: served }, served: { control: served } },
  });
  const rewrite = await world.test.db.historyRewrite.findFirstOrThrow();
  const body = { rewriteId: rewrite.id, reason: "Somebody forced a push by mistake." };
  await acceptHistory(world.as("admin"), { params: world.params, body });
  expect(await world.test.db.historyRewrite.count({ where: { acceptedAt: null } })).toBe(0);
  expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);
});
