import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { environmentEndpoints, quarantineEndpoints } from "../lib/contracts/environments.ts";
import { promotionEndpoints } from "../lib/contracts/promotions.ts";
import { reconciliationEndpoints } from "../lib/contracts/reconciliations.ts";
import { rolloutEndpoints } from "../lib/contracts/rollouts.ts";
import { positionOf } from "../lib/domain/rollout/route-subject.ts";
import { actWithReason } from "./support/act-with-reason.ts";
import { ageProof } from "./support/age-proof.ts";
import { type Caller, callAs, callWithKey } from "./support/caller.ts";
import { commitFile } from "./support/commit-file.ts";
import { commitPrompt } from "./support/commit-prompt.ts";
import { endBake } from "./support/end-bake.ts";
import { expect, test } from "./support/fixtures.ts";
import { connectFlagClient } from "./support/flag-client.ts";
import { HOLD_MS, holdRollback, proveOnPage } from "./support/hold-rollback.ts";
import { git } from "./support/ordinary-git.ts";
import {
  approvePromotion,
  composeMeasured,
  GOOD_EVALUATION,
  proposeRelease,
} from "./support/propose-release.ts";
import { verifyInvariants } from "./support/verify-invariants.ts";

const FIRST = "698df6d7ad";
const PUSHED = "support@3.1";
const POLICY = `version: 1
shadow: { required: never }
evalGate:
  quality: { min: 0.5 }
rollout: { stepsBp: [100, 500, 2500, 5000, 10000], bakeHours: 48 } # 1, 5, 25, 50 and 100 %
reviews: { required: 1, ttlHours: 72 }
merge: console
cooldownMinutes: 30
`;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const WITHIN_MS = 2_000;
const LATER_STEPS = [
  { words: "25 %", shareBp: 2_500, reason: "All regions look the same at five percent." },
  { words: "50 %", shareBp: 5_000, reason: "A quarter asks no more than before." },
];

test.use({ productName: "timelines" });
test.beforeAll(async ({ product }) => {
  await commitFile(product, "models/deploy-assistant/promotion-policy.yaml", POLICY, "Roll out in steps");
  const reader = await callWithKey(product, product.apiKeys.read);
  const params = { project: product.project, number: "2" };
  const words = async () =>
    (await reader.call(promotionEndpoints.getPromotion, { params })).gate.policyWords.join(" ");
  await expect.poll(words, { timeout: 20_000 }).toContain("25 %");
});

test("the good timeline: pushed, composed, measured, reviewed, merged, 1 to 100 %, baked, known good", async ({
  product,
  openAs,
  axe,
}) => {
  test.setTimeout(300_000);
  const { project } = product;
  const production = { project, environment: "production" };
  const reader = await callWithKey(product, product.apiKeys.read);
  const served = async () =>
    (await reader.call(environmentEndpoints.getEnvironment, { params: production })).served;

  await test.step("a person pushes a prompt with the ordinary git command", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "tupelo-pushed-"));
    const text = "You are DeployBuddy, the release assistant.\nAnswer first.\nQuestion: {{question}}\n";
    const commit = { folder: path.join(folder, "clone"), version: "3.1", text, message: "Answer first" };
    await commitPrompt(product, commit);
    await rm(folder, { recursive: true, force: true });
  });

  const author = await openAs("author");
  const releaseId =
    await test.step("the author composes a release of it, and cannot serve it unmeasured", async () => {
      const prompt = author.getByRole("combobox", { name: "Prompt", exact: true });
      await expect(async () => {
        await author.goto(`/${project}/releases/new`);
        await prompt.selectOption(PUSHED, { timeout: 2_000 });
      }).toPass({ timeout: 20_000 });
      await author.getByRole("button", { name: "Compose release" }).click();
      await author.waitForURL(/\/releases\/[0-9a-f]{10}$/);
      return author.url().slice(-10);
    });
  const promotion = await test.step("it is measured and proposed for production", async () => {
    await author.getByLabel("Eval result file").setInputFiles(GOOD_EVALUATION);
    await expect(author.getByText(/^Eval run \d+ imported$/)).toBeVisible();
    await author.getByLabel("Environment").selectOption("production");
    await author.getByLabel("Title").fill("Answer first");
    await author.getByRole("button", { name: "Propose for production" }).click();
    await author.waitForURL(/\/promotions\/\d+$/);
    return Number(author.url().split("/").at(-1));
  });

  const reviewer = await openAs("reviewer", { viewport: PHONE.viewport });
  await test.step("another person approves it; it is merged, and one subject in a hundred gets it", async () => {
    await reviewer.goto(`/${project}/promotions/${promotion}`);
    await expect(reviewer.getByText("Nothing blocks this promotion.")).toBeVisible();
    await reviewer.getByRole("button", { name: "Approve" }).click();
    await expect
      .poll(served, { timeout: 60_000 })
      .toMatchObject({ control: FIRST, candidate: releaseId, shareBp: 100 });
  });

  const operator = await openAs("operator");
  await test.step("the operator finds it on the environment's page, and takes the next step", async () => {
    await operator.goto(`/${project}/environments/production`);
    await operator.getByRole("link", { name: /^Rollout \d+$/ }).click();
    await expect(operator.getByRole("heading", { level: 1 })).toContainText(releaseId);
    await expect(stepNow(operator)).toContainText("1 %");
    await axe(operator);
    await actWithReason(operator, "Next step: 5 %", "Nothing bad was seen at one percent.");
    await expect(stepNow(operator)).toContainText("5 %");
    expect(await served()).toMatchObject({ control: FIRST, candidate: releaseId, shareBp: 500 });
  });

  await test.step("it is paused: nothing advances, and the page says why; the reviewer resumes it on a phone", async () => {
    await actWithReason(operator, "Pause", "The west answers slowly.");
    await expect(operator.getByText("The west answers slowly.")).toBeVisible();
    await expect(operator.getByRole("button", { name: /^Next step/ })).toBeDisabled();
    await axe(operator);
    await reviewer.goto(operator.url());
    await actWithReason(reviewer, "Resume", "It was the network, not the release.");
    await expect(reviewer.getByRole("button", { name: "Pause" })).toBeEnabled();
    expect(await served()).toMatchObject({ shareBp: 500 });
    await axe(reviewer);
  });

  await test.step("25, 50 and 100 %: then everybody has it, and it bakes", async () => {
    for (const { words, shareBp, reason } of LATER_STEPS) {
      await actWithReason(operator, `Next step: ${words}`, reason);
      await expect(stepNow(operator)).toContainText(words);
      expect(await served()).toMatchObject({ control: FIRST, candidate: releaseId, shareBp });
    }
    await actWithReason(operator, "Promote now", "Half of all subjects, and nothing worse.");
    await expect(operator.getByText("Baking", { exact: true })).toBeVisible();
    expect(await served()).toMatchObject({ control: releaseId, candidate: null });
  });

  await test.step("before its bake is over nobody may call it known good; after it, a reviewer does", async () => {
    await reviewer.goto(`/${project}/environments/production`);
    const say = reviewer.getByRole("button", { name: "Say it is known good" });
    await expect(say).toHaveAccessibleDescription(/^The release bakes until/);
    await endBake(product, "production");
    await actWithReason(reviewer, "Say it is known good", "Two days of traffic, and no complaint.");
    await expect(fact(reviewer, "Last known good")).toContainText(releaseId);
    await expect(fact(reviewer, "Served")).toContainText(releaseId);
    await expect(fact(reviewer, "Drift")).toContainText("none");
    await expect(reviewer.getByText("No rollout is open here.")).toBeVisible();
    await axe(reviewer);
  });

  await test.step("the audit log has each act with its reason, and nothing contradicts another", async () => {
    const auditor = await openAs("auditor");
    await auditor.goto(`/${project}/audit`);
    await expect(auditor.getByText("The west answers slowly.").first()).toBeVisible();
    await expect(auditor.getByText("Two days of traffic, and no complaint.").first()).toBeVisible();
    expect(await verifyInvariants(product)).toMatch(/ 0 violations$/);
  });
});

test("the bad timeline: git is away, on-call goes back twice from a phone, and one pull request ends it", async ({
  product,
  openAs,
  axe,
}) => {
  test.setTimeout(300_000);
  const { project, repository } = product;
  const production = { project, environment: "production" };
  const away = `${repository}.away`;
  const ci = await callWithKey(product, product.apiKeys.ci);
  const people = {
    ci,
    reviewer: await callAs(product, "reviewer"),
    operator: await callAs(product, "operator"),
  };
  const environment = () => ci.call(environmentEndpoints.getEnvironment, { params: production });
  const oldest = (await environment()).served?.control ?? "";

  const good = await test.step("a second release is served to everybody", async () => {
    const id = await serveFirstStep(people, project, { prompt: "support@2.8", model: "lora@2.0" });
    await steer(people.operator, project, "promoteRolloutNow", "It is small, and all regions look the same.");
    return id;
  });
  const bad = await test.step("a third one is at 5 % of the subjects", async () => {
    const id = await serveFirstStep(people, project, { prompt: "support@2.8.1", model: "lora@2.0" });
    await steer(people.operator, project, "advanceRolloutByHand", "Nothing bad was seen at one percent.");
    expect((await environment()).served).toMatchObject({ control: good, candidate: id, shareBp: 500 });
    return id;
  });
  const client = await connectFlagClient(product, "production", subjectBelow(500));
  await expect.poll(() => client.latest(), { timeout: 10_000 }).toBe(bad);
  const branchesBefore = await reconcileBranches(repository);
  const fix = await composeMeasured(ci, project, { prompt: "support@2.9", model: "lora@2.0" });

  const phone = await openAs("operator", PHONE);
  await ageProof(product, product.account("operator"));
  await test.step("it looks bad, the git host is away: on-call goes back, and traffic follows in two seconds", async () => {
    await rename(repository, away);
    await phone.goto(`/${project}/environments/production/rollback`);
    await phone.getByLabel("Reason, kept in the audit log").fill("Three bad windows: answers take seconds.");
    await proveOnPage(phone, product.account("operator"));
    const pressedAt = pressesOf(phone);
    await holdRollback(phone, "production", HOLD_MS + 700);
    await expect.poll(() => client.latest(), { timeout: 5_000, intervals: [50] }).toBe(good);
    const seen = client.evaluations.find(({ at, value }) => at >= (pressedAt[0] ?? 0) && value === good);
    expect(pressedAt).toHaveLength(1);
    expect((seen?.at ?? Number.POSITIVE_INFINITY) - (pressedAt[0] ?? 0)).toBeLessThan(WITHIN_MS);
  });

  const opened =
    await test.step("banner and page say that git has to follow, why it does not, and when it is tried", async () => {
      await expect
        .poll(async () => (await openOnes(ci, project))[0]?.lastError, { timeout: 20_000 })
        .toBeTruthy();
      await phone.goto(`/${project}/reconciliations?environment=production`);
      const banner = phone.getByRole("region", { name: "Open reconciliation in production" });
      await expect(banner).toContainText(`production serves ${good}, git desires ${bad}`);
      const card = phone.getByRole("main");
      await expect(card.getByText("The git host cannot be reached", { exact: false })).toBeVisible();
      await expect(card.getByText(/^\d+, next (in \d+ s|due now)/)).toBeVisible();
      await expect(card.getByText("not open yet", { exact: false })).toBeVisible();
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await axe(phone);
      return (await openOnes(ci, project))[0]?.number ?? 0;
    });

  await test.step("on-call goes one release further back: the same reconciliation is rewritten", async () => {
    await phone.goto(`/${project}/environments/production/rollback`);
    // Where there is one release to go back to, there is nothing to choose.
    const target = phone.getByLabel(/^(Go back to|Last known good)$/);
    await expect(target).toBeVisible();
    if ((await target.locator("option").count()) > 0) await target.selectOption(oldest);
    else await expect(target).toHaveText(oldest);
    await phone.getByLabel("Reason, kept in the audit log").fill("The one before answers slowly as well.");
    await holdRollback(phone, "production", HOLD_MS + 700);
    await expect.poll(() => client.latest(), { timeout: 5_000, intervals: [50] }).toBe(oldest);
    const open = await openOnes(ci, project);
    expect(open.map(({ number, servedReleaseId }) => [number, servedReleaseId])).toEqual([[opened, oldest]]);
  });

  const author = await openAs("author");
  await test.step("the author proposes a fix meanwhile; the page says what keeps it from being merged", async () => {
    await author.goto(`/${project}/releases/${fix}`);
    await author.getByLabel("Environment").selectOption("production");
    await author.getByLabel("Title").fill("Answer fast again");
    await author.getByRole("button", { name: "Propose for production" }).click();
    await author.waitForURL(/\/promotions\/\d+$/);
    await expect(author.getByRole("region", { name: "What stands in the way" })).toContainText(
      `Reconciliation #${opened} is open: git has to name what is served first.`,
    );
  });

  await test.step("git comes back: one pull request, and the reconciliation is closed by the facts", async () => {
    await rename(away, repository);
    await expect.poll(async () => (await openOnes(ci, project)).length, { timeout: 60_000 }).toBe(0);
    const made = (await reconcileBranches(repository)).filter((name) => !branchesBefore.includes(name));
    expect(made).toHaveLength(1);
    const aliases = await git(repository, "show", "main:deployments/production/aliases.yaml");
    expect(aliases).toMatch(new RegExp(`^production: ${oldest}`, "m"));
    expect(await environment()).toMatchObject({ drift: false, desired: { releaseId: oldest } });
    // The fix was composed on the release that git named then, so it is to be composed anew; that is another sentence.
    await expect(author.getByText(`Reconciliation #${opened} is open`, { exact: false })).toHaveCount(0, {
      timeout: 20_000,
    });
    await phone.goto(`/${project}/environments/production`);
    await expect(phone.getByRole("region", { name: "Open reconciliation in production" })).toHaveCount(0);
  });

  await test.step("both releases stay quarantined, and nothing contradicts another", async () => {
    const { items } = await ci.call(quarantineEndpoints.listQuarantine, { params: { project } });
    const quarantined = items.filter(({ liftedAt }) => liftedAt === null).map(({ releaseId }) => releaseId);
    expect(quarantined).toEqual(expect.arrayContaining([good, bad]));
    expect(await verifyInvariants(product)).toMatch(/ 0 violations$/);
  });
  await client.stop();
});

/** Composes, measures, proposes and approves a release, and waits for the first step of its rollout. */
async function serveFirstStep(
  { ci, reviewer }: { ci: Caller; reviewer: Caller },
  project: string,
  refs: { prompt: string; model: string },
): Promise<string> {
  const id = await composeMeasured(ci, project, refs);
  const number = await proposeRelease(ci, project, id);
  await approvePromotion(reviewer, project, number);
  const params = { project, environment: "production" };
  await expect
    .poll(async () => (await ci.call(environmentEndpoints.getEnvironment, { params })).served, {
      timeout: 60_000,
    })
    .toMatchObject({ candidate: id, shareBp: 100 });
  return id;
}

/** One act on production's open rollout, by somebody who looked just now. */
async function steer(
  operator: Caller,
  project: string,
  act: "promoteRolloutNow" | "advanceRolloutByHand",
  reason: string,
): Promise<void> {
  const production = { project, environment: "production" };
  const { rollout } = await operator.call(environmentEndpoints.getEnvironment, { params: production });
  const params = { project, number: String(rollout?.number) };
  const body = { reason, expectedVersion: rollout?.version ?? 0 };
  await operator.call(rolloutEndpoints[act], { params, body });
}

/** A subject that has the candidate at this share. */
function subjectBelow(shareBp: number): string {
  const subjects = Array.from({ length: 10_000 }, (_, index) => `tenant-42:conversation-${index}`);
  const found = subjects.find((subject) => positionOf(subject) < shareBp);
  if (found === undefined) throw new Error(`No subject is below ${shareBp}.`);
  return found;
}

/** When the page asked for a rollback. */
function pressesOf(page: Page): number[] {
  const at: number[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/production/rollback")) at.push(Date.now());
  });
  return at;
}

async function reconcileBranches(repository: string): Promise<string[]> {
  const names = await git(repository, "for-each-ref", "--format=%(refname)", "refs/heads/tupelo/reconcile");
  return names.split("\n").filter((name) => name !== "");
}

async function openOnes(reader: Caller, project: string) {
  const query = { state: "open", environment: "production" } as const;
  return (await reader.call(reconciliationEndpoints.listReconciliations, { params: { project }, query }))
    .items;
}

function stepNow(page: Page) {
  return page.getByRole("list", { name: "Steps" }).locator("[aria-current=step]");
}

function fact(page: Page, label: string) {
  return page.locator("dl > div").filter({ has: page.locator("dt", { hasText: label }) });
}
