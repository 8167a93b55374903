import { rename } from "node:fs/promises";
import { environmentEndpoints, quarantineEndpoints } from "../lib/contracts/environments.ts";
import { reconciliationEndpoints } from "../lib/contracts/reconciliations.ts";
import { ageProof } from "./support/age-proof.ts";
import { type Caller, callAs, callerOf, callWithKey } from "./support/caller.ts";
import { expect, test } from "./support/fixtures.ts";
import { connectFlagClient } from "./support/flag-client.ts";
import { HOLD_MS, holdRollback } from "./support/hold-rollback.ts";
import { git } from "./support/ordinary-git.ts";
import { approvePromotion } from "./support/propose-release.ts";
import { servedRelease } from "./support/served-release.ts";

const KNOWN_GOOD = "698df6d7ad";
const CANDIDATE = "bef3ab4572";
const IN_REVIEW = 2;
const REASON = "Answers name the wrong SLA date since 14:02, <b>tenant-42</b> called";
const WITHIN_MS = 2_000;

test.use({ productName: "on-call" });

test("an on-call engineer rolls back from a phone while git is away, and git follows by itself", async ({
  product,
  openAs,
  watchOf,
  axe,
}) => {
  test.setTimeout(150_000);
  const { project, repository } = product;
  const production = { project, environment: "production" };
  const away = `${repository}.away`;
  const reader = await callWithKey(product, product.apiKeys.read);
  const branchesBefore = await reconcileBranches(repository);

  await test.step("a reviewed release is served", async () => {
    await approvePromotion(await callAs(product, "reviewer"), project, IN_REVIEW);
    await expect.poll(() => servedRelease(reader, production), { timeout: 20_000 }).toBe(CANDIDATE);
  });
  const client = await connectFlagClient(product, "production");
  await expect.poll(() => client.latest(), { timeout: 5_000 }).toBe(CANDIDATE);

  const page = await openAs("operator", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await test.step("a session whose proof is an hour old rolls nothing back", async () => {
    await ageProof(product, product.account("operator"));
    const { served } = await reader.call(environmentEndpoints.getEnvironment, { params: production });
    const refused = await callerOf(page.request, product.url).send(environmentEndpoints.rollBack, {
      params: production,
      body: { targetReleaseId: KNOWN_GOOD, reason: REASON, expectedVersion: served?.version ?? 0 },
    });
    expect(refused.status()).toBe(401);
    expect((await refused.json()).code).toBe("step-up-required");
    expect(await servedRelease(reader, production)).toBe(CANDIDATE);
  });

  await test.step("the repository goes away, and the engineer opens the page", async () => {
    await rename(repository, away);
    await page.goto(`/${project}/environments/production/rollback`);
    await expect(page.getByRole("heading", { name: "Roll back production", level: 1 })).toBeVisible();
    await axe(page);
  });

  await test.step("the button is off until there is a reason and a proof", async () => {
    const button = page.getByRole("button", { name: "Hold to roll back production" });
    await expect(button).toBeDisabled();
    await expect(page.getByText("Give a reason of at least 5 characters.")).toBeVisible();
    await page.getByLabel("Reason, kept in the audit log").fill(REASON);
    await expect(page.getByText("Write your password to prove who you are.")).toBeVisible();
    watchOf(page).expectRefusal(401);
    const password = page.getByLabel("Your password, to prove who you are");
    await password.fill("not the password");
    await page.getByRole("button", { name: "Prove" }).click();
    await expect(page.getByText("The password is wrong; try again.")).toBeVisible();
    await password.fill(product.account("operator").password);
    await page.getByRole("button", { name: "Prove" }).click();
    await expect(page.getByText(/You proved who you are/)).toBeVisible();
    await expect(button).toBeEnabled();
  });

  await test.step("a short press sends nothing; a held one is served to gateways within two seconds", async () => {
    const requests: number[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/production/rollback"))
        requests.push(Date.now());
    });
    await holdRollback(page, "production", 300);
    expect(requests).toEqual([]);
    await holdRollback(page, "production", HOLD_MS + 700);
    await expect.poll(() => client.latest(), { timeout: 5_000, intervals: [50] }).toBe(KNOWN_GOOD);
    const [pressedAt] = requests;
    const seen = client.evaluations.find(({ at, value }) => at >= (pressedAt ?? 0) && value === KNOWN_GOOD);
    expect(requests).toHaveLength(1);
    await expect(page.getByText("Rollback sent.", { exact: true })).toHaveCount(1);
    await expect(page.getByText("Nothing has been sent")).toHaveCount(0);
    expect((seen?.at ?? Number.POSITIVE_INFINITY) - (pressedAt ?? 0)).toBeLessThan(WITHIN_MS);
  });

  await test.step("the page says what is routed, what is quarantined, and that git cannot be reached", async () => {
    const lights = page.getByRole("list", { name: "What follows the rollback" });
    await expect(lights.getByRole("heading", { name: "Routed: done", exact: true })).toBeVisible();
    await expect(lights.getByRole("heading", { name: /^Git cannot be reached/ })).toBeVisible({
      timeout: 15_000,
    });
    await expect(page.getByText(`${CANDIDATE} is quarantined`)).toBeVisible();
    await axe(page);
  });
  await product.killWorker();

  await test.step("the banner stands on every page until git and runtime agree", async () => {
    await page.goto(`/${project}/releases`);
    const banner = page.getByRole("region", { name: "Open reconciliation in production" });
    await expect(banner).toContainText(`production serves ${KNOWN_GOOD}, git desires ${CANDIDATE}`);
    await expect(banner.getByText("The pull request is not open yet")).toBeHidden();
    expect((await banner.boundingBox())?.height).toBeLessThan(120);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  await test.step("the repository and the worker come back; the reconciliation closes by the facts", async () => {
    await rename(away, repository);
    expect(await reconcileBranches(repository)).toEqual(branchesBefore);
    await product.restartWorker();
    await expect.poll(async () => openReconciliations(reader, project), { timeout: 60_000 }).toBe(0);
    await page.reload();
    await expect(page.getByRole("region", { name: "Open reconciliation in production" })).toHaveCount(0);
  });

  await test.step("there is exactly one new branch, and its commit changes one line", async () => {
    const made = (await reconcileBranches(repository)).filter((branch) => !branchesBefore.includes(branch));
    expect(made).toHaveLength(1);
    const changes = await git(repository, "diff", "--numstat", `${made[0]}^`, `${made[0]}`);
    expect(changes).toBe("1\t1\tdeployments/production/aliases.yaml");
    const aliases = await git(repository, "show", "main:deployments/production/aliases.yaml");
    expect(aliases).toMatch(new RegExp(`^production: ${KNOWN_GOOD}`, "m"));
  });

  await test.step("the release stays quarantined, and a second look changes nothing", async () => {
    const quarantine = await reader.call(quarantineEndpoints.listQuarantine, { params: { project } });
    expect(quarantine.items.find(({ releaseId }) => releaseId === CANDIDATE)).toMatchObject({
      liftedAt: null,
      reason: REASON,
    });
    // Gateways report by themselves, and are forgotten a minute after their last word.
    const environmentNow = async () => {
      const { gateways: _, ...rest } = await reader.call(environmentEndpoints.getEnvironment, {
        params: production,
      });
      return rest;
    };
    const before = await environmentNow();
    const refs = await git(repository, "for-each-ref");
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await git(repository, "for-each-ref")).toBe(refs);
    expect(await environmentNow()).toEqual(before);
  });
  await client.stop();
  expect(new Set(client.evaluations.map(({ value }) => value))).toEqual(new Set([CANDIDATE, KNOWN_GOOD]));
});

async function reconcileBranches(repository: string): Promise<string[]> {
  const names = await git(repository, "for-each-ref", "--format=%(refname)", "refs/heads/tupelo/reconcile");
  return names.split("\n").filter((name) => name !== "");
}

async function openReconciliations(reader: Caller, project: string): Promise<number> {
  const { items } = await reader.call(reconciliationEndpoints.listReconciliations, {
    params: { project },
    query: { state: "open", environment: "production" },
  });
  return items.length;
}
