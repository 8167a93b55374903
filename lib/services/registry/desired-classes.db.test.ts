import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readPolicyOf } from "../../db/queries/read-policy.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { getEnvironment } from "../environments/read-environments.ts";
import { askReconciliationReview } from "../reconciliations/ask-reconciliation-review.ts";
import { restoreReconciliation } from "../reconciliations/restore-reconciliation.ts";
import {
  advance,
  callKnownGood,
  commitSteps,
  environmentOf,
  promoteAndServe,
  propose,
  readPromotion,
  reconcileNow,
  review,
  roll,
  rollBackTo,
  startServing,
} from "../testing/motion-steps.ts";
import { ALIASES, createMotionWorld, type MotionWorld, manifestText } from "../testing/motion-world.ts";
import { acceptHistory } from "./accept-history.ts";

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
  world = await createMotionWorld(test, `classes-${serial}`);
  first = await startServing(world);
});
afterEach(() => world.close());

const MALLORY = { name: "Mallory", email: "mallory@example.com" };

/** Somebody writes the line by hand, with or without the manifest that says what it is. */
async function nameByHand(releaseId: string, options: { path?: string; hasManifest?: boolean } = {}) {
  const { path = ALIASES, hasManifest = true } = options;
  const name = path === ALIASES ? "production" : "staging";
  const manifest = hasManifest ? { [manifestPath(releaseId)]: await manifestText(world, releaseId) } : {};
  world.repository.commit({
    files: { [path]: `${name}: "${releaseId}"\n`, ...manifest },
    author: MALLORY,
    message: "By hand",
  });
  await world.sync();
}

const openReconciliation = async () => (await environmentOf(world)).reconciliation;
const actions = async () =>
  (await test.db.auditEvent.findMany({ where: { chain: world.project.id }, orderBy: { seq: "asc" } })).map(
    ({ action }) => action,
  );

describe("a revert by hand", () => {
  it("to what was fully served is followed at once: rollout aborted, nobody quarantined, the author in the log", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    const open = await world.compose("3");
    await world.evaluate(open, { score: 0.95 });
    const other = await propose(world, open);
    await nameByHand(first);
    const now = await environmentOf(world);
    expect(now.served).toMatchObject({ control: first, candidate: null, cause: "followed_revert" });
    expect([now.desired?.releaseId, now.drift, now.rollout, now.reconciliation]).toEqual([
      first,
      false,
      null,
      null,
    ]);
    expect(now.quarantined).toEqual([]);
    const ended = await test.db.rollout.findFirstOrThrow({
      where: { projectId: world.project.id, number: second.rollout },
    });
    expect(ended.state).toBe("aborted");
    const event = await test.db.auditEvent.findFirstOrThrow({
      where: { chain: world.project.id, action: "environment.revert_followed" },
    });
    expect(event.after).toMatchObject({ authorName: "Mallory", authorEmail: "mallory@example.com" });
    const blockers = (await readPromotion(world, other)).blockers.map(({ code }) => code);
    expect(blockers).toContain("base_moved");
    const before = await actions();
    await world.sync();
    expect(await actions()).toEqual(before);
  });

  it("of a revert names what was never fully served since, and is flagged", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    await rollBackTo(world);
    await reconcileNow(world, 1);
    await world.sync();
    await nameByHand(second.releaseId);
    const now = await environmentOf(world);
    expect([now.served?.control, now.drift]).toEqual([first, true]);
    expect(now.reconciliation).toMatchObject({ kind: "unreviewed_change", change: { author: "Mallory" } });
    expect(now.reconciliation?.reason).toContain("quarantined");
  });

  it("while a reconciliation is open lets that one agree with the newer target", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    world.pass(48);
    await callKnownGood(world, second.releaseId);
    await promoteAndServe(world, "3", 0.95);
    await rollBackTo(world);
    await nameByHand(first);
    expect((await environmentOf(world)).served?.control).toBe(first);
    await reconcileNow(world, 1);
    const now = await environmentOf(world);
    expect([now.reconciliation, now.drift, now.desired?.releaseId]).toEqual([null, false, first]);
  });
});

describe("what nobody reviewed", () => {
  it("is not served, told, and stays open with its commit and author; the same look again changes nothing", async () => {
    const releaseId = await world.compose("4");
    await nameByHand(releaseId);
    const now = await environmentOf(world);
    expect([now.served?.control, now.desired?.releaseId, now.drift]).toEqual([first, releaseId, true]);
    expect(now.reconciliation).toMatchObject({
      kind: "unreviewed_change",
      servedReleaseId: first,
      change: { author: "Mallory", authorEmail: "mallory@example.com" },
      choice: null,
    });
    const news = await test.db.notification.findMany({ where: { projectId: world.project.id } });
    expect(news.map(({ type }) => type)).toEqual(["unreviewed_change"]);
    const before = await actions();
    await world.sync();
    await reconcileNow(world, now.reconciliation?.number ?? 0);
    expect(await actions()).toEqual(before);
  });

  it("is put back by the pull request that somebody asked for, and by nobody else", async () => {
    await nameByHand(await world.compose("4"));
    const number = (await openReconciliation())?.number ?? 0;
    await restoreReconciliation(world.as("operator"), { params: { ...world.params, number } });
    await reconcileNow(world, number);
    await world.sync();
    const now = await environmentOf(world);
    expect([now.reconciliation, now.drift, now.desired?.releaseId]).toEqual([null, false, first]);
  });

  it("is served once somebody else reviewed exactly that, and then the reconciliation closes", async () => {
    const releaseId = await world.compose("4");
    await world.evaluate(releaseId, { score: 0.97 });
    await nameByHand(releaseId);
    const number = (await openReconciliation())?.number ?? 0;
    const params = { ...world.params, number };
    const { promotionNumber } = await askReconciliationReview(world.as("author"), { params });
    expect((await readPromotion(world, promotionNumber)).baseReleaseId).toBe(first);
    await world.sync();
    expect((await environmentOf(world)).served?.control).toBe(first);
    await review(world, promotionNumber);
    await advance(world, promotionNumber);
    await world.sync();
    const rollout = await test.db.rollout.findFirstOrThrow({ where: { projectId: world.project.id } });
    await roll(world, rollout.number);
    const now = await environmentOf(world);
    expect([now.reconciliation, now.drift, now.rollout?.candidateReleaseId]).toEqual([
      null,
      false,
      releaseId,
    ]);
    expect([now.served?.control, now.served?.candidate]).toContain(releaseId);
  });

  it("closes by the facts when somebody puts it back by hand", async () => {
    await nameByHand(await world.compose("4"));
    await nameByHand(first, { hasManifest: false });
    const now = await environmentOf(world);
    expect([now.reconciliation, now.drift, now.served?.version]).toEqual([null, false, 1]);
  });

  it.each([
    ["an alias line that is gone", "# nothing here\n"],
    ["an alias line that cannot be read", "production: [not, one]\n"],
  ])("is %s as well: what is served stays", async (_name, text) => {
    world.repository.commit({ files: { [ALIASES]: text }, author: MALLORY });
    await world.sync();
    const now = await environmentOf(world);
    expect([now.served?.control, now.desired, now.drift]).toEqual([first, null, true]);
    expect(now.reconciliation).toMatchObject({ kind: "unreviewed_change", desiredReleaseId: null });
  });

  it("is followed in a staging that says so, but never where it is quarantined", async () => {
    const staging = "deployments/staging/aliases.yaml";
    const params = { ...world.params, environment: "staging" };
    const stagingOf = () => getEnvironment(world.as("viewer"), { params });
    const releaseId = await world.compose("4");
    await nameByHand(releaseId, { path: staging });
    expect((await stagingOf()).served).toMatchObject({ control: releaseId, cause: "followed_unreviewed" });
    const bad = await promoteAndServe(world, "5", 0.9);
    await rollBackTo(world);
    await nameByHand(bad.releaseId, { path: staging });
    const now = await stagingOf();
    expect([now.served?.control, now.reconciliation?.kind]).toEqual([releaseId, "unreviewed_change"]);
  });
});

describe("an environment that never served anything", () => {
  it("adopts what was there at the first look only; what appears later waits for a review", async () => {
    const late = await createMotionWorld(test, `late-${serial}`);
    await late.sync();
    const releaseId = await late.compose("1");
    late.repository.commit({
      files: {
        [manifestPath(releaseId)]: await manifestText(late, releaseId),
        [ALIASES]: `production: ${releaseId}\n`,
      },
    });
    await late.sync();
    const now = await environmentOf(late);
    expect([now.served, now.drift]).toEqual([null, true]);
    expect(now.reconciliation).toMatchObject({ kind: "unreviewed_change", servedReleaseId: null });
    late.close();
  });
});

describe("a rewritten history", () => {
  it("that takes a policy away lets the one before it count again", async () => {
    const { git } = world.repository;
    const label = async () => (await readPolicyOf(test.db, world.project.id, null)).label;
    world.repository.commit({ files: { "policies/calm@1.yaml": "cooldownMinutes: 60\n" } });
    await world.sync();
    world.repository.commit({ files: { "policies/calm@2.yaml": "cooldownMinutes: 0\n" } });
    await world.sync();
    expect(await label()).toBe("calm@2");
    git("fetch", "-q", "origin");
    git("checkout", "-q", "-B", "shorter", "origin/main~1");
    git("push", "-q", "--force", "origin", "shorter:main");
    await world.sync();
    expect(await label()).toBe("calm@1");
  });

  it("to before a merge moves no traffic, blames nobody, and is taken back as what is served", async () => {
    const { git } = world.repository;
    const second = await promoteAndServe(world, "2", 0.9);
    git("fetch", "-q", "origin");
    git("push", "-q", "--force", "origin", "origin/main~1:refs/heads/main");
    await world.sync();
    const now = await environmentOf(world);
    expect([now.served?.control, now.rollout?.state]).toEqual([second.releaseId, "baking"]);
    expect(now.reconciliation).toMatchObject({ kind: "unreviewed_change" });
    expect(now.reconciliation?.reason).toContain("Main was rewritten");
    await restoreReconciliation(world.as("operator"), {
      params: { ...world.params, number: now.reconciliation?.number ?? 0 },
    });
    await reconcileNow(world, now.reconciliation?.number ?? 0);
    await world.sync();
    const after = await environmentOf(world);
    expect([after.desired?.releaseId, after.drift, after.reconciliation]).toEqual([
      second.releaseId,
      false,
      null,
    ]);
  });

  it("that was accepted is noted again when it happens again", async () => {
    const { git } = world.repository;
    const older = git("rev-parse", "origin/main");
    const newer = world.repository.commit({ files: { "README.md": "two\n" } });
    await world.sync();
    const push = async (commit: string) => {
      git("push", "-q", "--force", "origin", `${commit}:refs/heads/main`);
      await world.sync();
    };
    const where = { projectId: world.project.id, acceptedAt: null };
    for (let round = 0; round < 2; round += 1) {
      await push(older);
      const row = await test.db.historyRewrite.findFirstOrThrow({ where });
      const body = { rewriteId: row.id, reason: "As agreed." };
      await acceptHistory(world.as("admin"), { params: world.params, body });
      await push(newer);
    }
    expect(await test.db.historyRewrite.count({ where: { projectId: world.project.id } })).toBe(2);
  });

  it("is noted once, serving goes on, and an admin accepts it with a reason", async () => {
    const { git } = world.repository;
    const before = await environmentOf(world);
    git("fetch", "-q", "origin");
    git("checkout", "-q", "-B", "rewrite", "origin/main");
    git("commit", "-q", "--amend", "--allow-empty", "-m", "Say it in other words");
    git("push", "-q", "--force", "origin", "rewrite:main");
    await world.sync();
    await world.sync();
    const rows = await test.db.historyRewrite.findMany({ where: { projectId: world.project.id } });
    expect(rows).toHaveLength(1);
    expect((await environmentOf(world)).served).toEqual(before.served);
    const rewriteId = rows[0]?.id ?? "";
    const accept = (who: "admin" | "operator") =>
      acceptHistory(world.as(who), {
        params: world.params,
        body: { rewriteId, reason: "A key was taken out of the history." },
      });
    await expect(accept("operator")).rejects.toMatchObject({ code: "forbidden" });
    await accept("admin");
    await expect(accept("admin")).rejects.toMatchObject({ code: "no-op" });
  });
});

describe("an unreviewed change beside a canary", () => {
  async function startCanary() {
    await commitSteps(world, [2_500, 10_000]);
    const canary = await promoteAndServe(world, "2", 0.9);
    await nameByHand(await world.compose("3"));
    const { reconciliation } = await environmentOf(world);
    return { ...canary, reconciliation: reconciliation?.number ?? 0 };
  }

  it("is put back to the canary's candidate, which git named before", async () => {
    const { releaseId, reconciliation } = await startCanary();
    await restoreReconciliation(world.as("operator"), {
      params: { ...world.params, number: reconciliation },
    });
    await reconcileNow(world, reconciliation);
    await world.sync();
    const now = await environmentOf(world);
    expect([now.desired?.releaseId, now.served?.candidate, now.drift]).toEqual([releaseId, releaseId, false]);
    expect(now.reconciliation).toBeNull();
  });

  it("does not hide a revert by hand, whichever loop looks first", async () => {
    const { reconciliation } = await startCanary();
    world.repository.commit({ files: { [ALIASES]: `production: ${first}\n` }, author: MALLORY });
    await reconcileNow(world, reconciliation);
    await world.sync();
    await reconcileNow(world, reconciliation);
    const now = await environmentOf(world);
    expect(now.served).toMatchObject({ control: first, candidate: null, cause: "followed_revert" });
    expect([now.rollout, now.reconciliation]).toEqual([null, null]);
  });
});

describe("what cannot be read", () => {
  const breakTheLine = async () => {
    world.repository.commit({ files: { [ALIASES]: "production: [latest, greatest]\n" }, author: MALLORY });
    await world.sync();
  };

  it("is put back by the reconciliation's pull request", async () => {
    await breakTheLine();
    const number = (await openReconciliation())?.number ?? 0;
    await restoreReconciliation(world.as("operator"), { params: { ...world.params, number } });
    await reconcileNow(world, number);
    expect(await openReconciliation()).toBeNull();
    expect((await environmentOf(world)).desired?.releaseId).toBe(first);
  });

  it("does not keep a rollback from its pull request", async () => {
    const second = await promoteAndServe(world, "2", 0.9);
    await breakTheLine();
    await rollBackTo(world);
    await reconcileNow(world, (await openReconciliation())?.number ?? 0);
    const now = await environmentOf(world);
    expect([now.desired?.releaseId, now.reconciliation]).toEqual([first, null]);
    expect(now.quarantined).toEqual([second.releaseId]);
  });
});

it("an environment that tupelo.yaml does not list any more is served on, and somebody is told", async () => {
  const text = world.repository.git("show", "origin/main:tupelo.yaml");
  const shorter = `${text
    .split("\n")
    .filter((line) => !line.startsWith("  production:"))
    .join("\n")}\n`;
  world.repository.commit({ files: { "tupelo.yaml": shorter }, author: MALLORY });
  await world.sync();
  const now = await environmentOf(world);
  expect([now.served?.control, now.drift]).toEqual([first, true]);
  expect(now.reconciliation).toMatchObject({ kind: "unreviewed_change" });
});
