import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase } from "../../db/testing/test-database.ts";
import { rounds } from "../../domain/testing/rounds.ts";
import type { Fault } from "../../git/github/testing/faults.ts";
import { HOST_AWAY } from "../git-away.ts";
import { recheckReconciliation } from "../reconciliations/recheck-reconciliation.ts";
import { GITHUB_FAULTS } from "../testing/github-faults.ts";
import { actionsOf, nameByHand, RECONCILE_BRANCH, untilHeard } from "../testing/github-steps.ts";
import { copyGithubWorld, createGithubWorld, type GithubWorld } from "../testing/github-world.ts";
import {
  decide,
  environmentOf,
  promoteAndServe,
  reconcileNow,
  rollBackTo,
  startServing,
} from "../testing/motion-steps.ts";
import { CONTROLLER, GIT_SYNC } from "../testing/motion-world.ts";
import { verifyInvariants } from "./verify-invariants.ts";

const TIMEOUT_MS = 120_000;
const TRAFFIC_WITHIN_MS = 2_000;
const RETRY_CAP_SECONDS = 30;
const OPENED_AND_CLOSED = [
  "reconciliation.opened",
  "reconciliation.pull_request_opened",
  "reconciliation.closed",
];

/** `bad` is served in full and baking; `first` is what to go back to. */
let source: GithubWorld;
let first: string;
let bad: string;
let rollout: number;
beforeAll(async () => {
  source = await createGithubWorld(await createTestDatabase());
  first = await startServing(source);
  ({ releaseId: bad, rollout } = await promoteAndServe(source, "2", 0.9));
}, TIMEOUT_MS);
afterAll(async () => {
  source.close();
  await source.test.drop();
});

let world: GithubWorld;
beforeEach(async () => {
  world = await copyGithubWorld(source);
});
afterEach(async () => {
  world.close();
  await world.test.drop();
});

const page = async () => (await environmentOf(world)).reconciliation;
const row = () => world.test.db.reconciliation.findFirstOrThrow();
const pulls = () => world.pullsOf(RECONCILE_BRANCH);
const isSound = async () => expect(await verifyInvariants(world.as(GIT_SYNC), world.project)).toEqual([]);

/** Traffic goes back at once, whatever GitHub does. */
async function breakGlass(): Promise<number> {
  const beganAt = performance.now();
  const { reconciliationNumber } = await rollBackTo(world);
  expect(performance.now() - beganAt).toBeLessThan(TRAFFIC_WITHIN_MS);
  expect((await environmentOf(world)).served).toMatchObject({ control: first, candidate: null });
  return reconciliationNumber ?? 0;
}

/** The pull request is open and waits for a person. */
async function breakGlassAndOpen(): Promise<number> {
  const number = await breakGlass();
  await reconcileNow(world, number);
  expect((await page())?.lastError).toMatch(/waits for somebody to merge it/);
  return number;
}

/** A person merges the one that is open, and the facts close it. */
async function endByHand(number: number): Promise<void> {
  const [open, ...more] = pulls().filter(({ state }) => state === "open");
  expect(more).toEqual([]);
  const mergeCommit = await world.mergeByHand(open?.number ?? 0);
  await reconcileNow(world, number);
  await isEnded(mergeCommit);
}

async function isEnded(mergeCommit: string): Promise<void> {
  expect(await row()).toMatchObject({ state: "closed", outcome: "merged", mergeCommit });
  expect((await row()).postReviewDueAt).not.toBeNull();
  await world.sync();
  expect(await environmentOf(world)).toMatchObject({
    ...{ drift: false, reconciliation: null, quarantined: [bad] },
    ...{ desired: { releaseId: first }, served: { control: first } },
  });
  expect(await world.test.db.reconciliation.count()).toBe(1);
  expect(await world.test.db.auditEvent.count({ where: { action: "environment.rolled_back" } })).toBe(1);
}

/** Looking again, in any way, changes nothing. */
async function isQuietNow(number: number): Promise<void> {
  const before = await world.test.db.auditEvent.count();
  await world.sync();
  await reconcileNow(world, number);
  expect(await world.test.db.auditEvent.count()).toBe(before);
}

describe("scenario Q5, break-glass reconciliation, on GitHub", { timeout: TIMEOUT_MS }, () => {
  test("the controller's decision is audited, git follows by one pull request, and nothing goes back to the bad one", async () => {
    const reasonCodes = ["latency breach"];
    await decide(world, rollout, { action: "rollback", mayAdvanceStep: false, reasonCodes });
    const [said] = await world.test.db.auditEvent.findMany({ where: { action: "environment.rolled_back" } });
    expect(said).toMatchObject({ actorId: CONTROLLER.id, reason: expect.stringContaining("latency breach") });
    const { number } = await row();
    expect(await environmentOf(world)).toMatchObject({ served: { control: first }, quarantined: [bad] });
    await reconcileNow(world, number);
    await world.sync();
    await reconcileNow(world, number);
    expect(pulls()).toHaveLength(1);
    expect(await environmentOf(world)).toMatchObject({ served: { control: first }, drift: true });
    await endByHand(number);
    await isQuietNow(number);
    expect(await actionsOf(world, "reconciliation", number)).toEqual(OPENED_AND_CLOSED);
    await nameByHand(world, bad);
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({
      ...{ served: { control: first }, desired: { releaseId: bad } },
      reconciliation: { state: "open", kind: "unreviewed_change" },
    });
    await isSound();
  });
});

const AWAY: { name: string; fault: Omit<Fault, "on">; tries: number }[] = [
  { name: "answers 500 to all", fault: { answer: { status: 500 } }, tries: 5 },
  { name: "ends all connections", fault: { lost: "connection" }, tries: 5 },
  { name: "says nothing at all", fault: { lost: "silence" }, tries: 1 },
];

describe("scenario break-glass while GitHub", { timeout: TIMEOUT_MS }, () => {
  test.each(AWAY)("$name: traffic goes back at once, one pull request once it is back", async (away) => {
    world.github.faults.plan({ on: /^GET /, times: Number.POSITIVE_INFINITY, ...away.fault });
    const number = await breakGlass();
    for (let tries = 1; tries <= away.tries; tries += 1) {
      await reconcileNow(world, number);
      const waiting = await page();
      expect(waiting).toMatchObject({ state: "open", pullNumber: null, attempts: tries });
      expect(waiting?.lastError).toMatch(new RegExp(`^${HOST_AWAY}: GitHub`));
      const waitMs = Date.parse(waiting?.nextTryAt ?? "") - world.clock.at.getTime();
      expect(waitMs).toBeLessThanOrEqual(RETRY_CAP_SECONDS * 1_000);
    }
    expect(await environmentOf(world)).toMatchObject({ drift: true, served: { control: first } });
    world.bringRepositoryBack();
    await reconcileNow(world, number);
    expect(pulls()).toHaveLength(1);
    await endByHand(number);
    expect(await actionsOf(world, "reconciliation", number)).toEqual(OPENED_AND_CLOSED);
    await isQuietNow(number);
    await isSound();
  });
});

/** The requests that change something; the last one, which opens, is hit in every run. */
const WRITES = [/^POST \/pulls$/, /^POST \/git\/refs$/, /^POST \/git\/commits$/, /^POST \/git\/trees$/];
const ROUNDS = Array.from({ length: rounds(1, 20) }, (_, round) => ({ round }));

describe.each(GITHUB_FAULTS)("F8: a rollback while GitHub $name", ({ fault, asked, says }) => {
  test.each(ROUNDS)(
    "has one pull request and one reconciliation, round $round",
    {
      timeout: TIMEOUT_MS,
    },
    async ({ round }) => {
      world.github.faults.plan({ ...fault(world.clock.at), on: WRITES[round % 4] ?? /^POST / });
      const number = await breakGlass();
      const { waits, said } = await untilHeard(world, () => reconcileNow(world, number), page);
      expect(said[0]).toMatch(says);
      if (asked === undefined) expect(Math.max(...waits)).toBeLessThanOrEqual(RETRY_CAP_SECONDS);
      else expect(Math.round((waits[0] ?? 0) - asked)).toSatisfy((more) => more === 0 || more === 1);
      expect(pulls()).toHaveLength(1);
      await endByHand(number);
      expect(pulls()).toHaveLength(1);
      expect(await actionsOf(world, "reconciliation", number)).toEqual(OPENED_AND_CLOSED);
      await isSound();
    },
  );
});

describe("F8: a rollback's pull request", { timeout: TIMEOUT_MS }, () => {
  test("that somebody merged before its answer was heard is recorded, and looked at afterwards", async () => {
    world.github.faults.plan({ on: /^POST \/pulls$/, lost: "connection" });
    const number = await breakGlass();
    await reconcileNow(world, number);
    expect(await page()).toMatchObject({ pullNumber: null });
    const [pull] = pulls();
    const mergeCommit = await world.mergeByHand(pull?.number ?? 0);
    await reconcileNow(world, number);
    await isEnded(mergeCommit);
    expect(await row()).toMatchObject({ pullNumber: pull?.number });
    expect(await actionsOf(world, "reconciliation", number)).toEqual(OPENED_AND_CLOSED);
    await isSound();
  });

  test("whose branch somebody made before with something else is rebuilt", async () => {
    const branch = `${RECONCILE_BRANCH}production-1`;
    const makeBranch = () => nameByHand(world, bad, branch);
    world.github.faults.plan({ on: /^POST \/git\/refs$/, before: makeBranch });
    const number = await breakGlassAndOpen();
    expect(pulls().map((pull) => pull.branch)).toEqual([branch]);
    await endByHand(number);
    expect(await actionsOf(world, "reconciliation", number)).toEqual(OPENED_AND_CLOSED);
    await isSound();
  });

  test("that somebody closed stays closed, and a look opens the next one", async () => {
    const number = await breakGlassAndOpen();
    world.closeByHand(pulls()[0]?.number ?? 0);
    await reconcileNow(world, number);
    await reconcileNow(world, number);
    expect(await page()).toMatchObject({ state: "open", outcome: "closed_by_hand" });
    expect((await page())?.lastError).toMatch(/was closed unmerged/);
    expect(pulls().map(({ state }) => state)).toEqual(["closed"]);
    await recheckReconciliation(world.as("operator"), { params: { ...world.params, number } });
    await reconcileNow(world, number);
    expect(pulls().map(({ state }) => state)).toEqual(["closed", "open"]);
    await endByHand(number);
    expect((await actionsOf(world, "reconciliation", number)).slice(1)).toEqual([
      "reconciliation.pull_request_opened",
      "reconciliation.pull_request_closed",
      "reconciliation.recheck_asked",
      "reconciliation.pull_request_opened",
      "reconciliation.closed",
    ]);
    await isSound();
  });

  test("that somebody pushed something else to says which file, until it is gone", async () => {
    const number = await breakGlassAndOpen();
    const [{ branch } = { branch: "" }] = pulls();
    world.repository.commit({ branch, files: { "evil.md": "x\n" } });
    await reconcileNow(world, number);
    expect((await page())?.lastError).toContain("evil.md");
    world.repository.commit({ branch, files: { "evil.md": null } });
    await reconcileNow(world, number);
    expect((await page())?.lastError).toMatch(/waits for somebody to merge it/);
    await endByHand(number);
    expect(pulls()).toHaveLength(1);
    await isSound();
  });

  test("that somebody pushed over is rebuilt, and it is the same one", async () => {
    const number = await breakGlassAndOpen();
    const [{ branch } = { branch: "" }] = pulls();
    world.repository.git("fetch", "-q", "origin");
    world.repository.git("push", "-q", "-f", "origin", `origin/main:refs/heads/${branch}`);
    await nameByHand(world, bad, branch);
    await reconcileNow(world, number);
    expect(pulls().map(({ state }) => state)).toEqual(["open"]);
    await endByHand(number);
    await isSound();
  });

  test("whose main moved in the same line is rebuilt on it, and what moved is not served", async () => {
    const number = await breakGlassAndOpen();
    const other = await world.compose("3");
    await nameByHand(world, other);
    await world.sync();
    expect(await environmentOf(world)).toMatchObject({ served: { control: first } });
    await reconcileNow(world, number);
    expect(pulls().map(({ state }) => state)).toEqual(["open"]);
    await endByHand(number);
    await isSound();
  });

  test("whose main moved elsewhere is merged on it", async () => {
    const move = () => void world.repository.commit({ files: { "README.md": "moved\n" } });
    world.github.faults.plan({ on: /^POST \/pulls$/, before: move });
    const number = await breakGlassAndOpen();
    await endByHand(number);
    expect(pulls()).toHaveLength(1);
    await isSound();
  });
});
