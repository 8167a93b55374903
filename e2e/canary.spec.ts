import type { Page } from "@playwright/test";
import { environmentEndpoints } from "../lib/contracts/environments.ts";
import { promotionEndpoints } from "../lib/contracts/promotions.ts";
import { callAs, callWithKey } from "./support/caller.ts";
import { commitFile } from "./support/commit-file.ts";
import { expect, test } from "./support/fixtures.ts";

const CANDIDATE = "bef3ab4572";
const CONTROL = "698df6d7ad";
const IN_REVIEW = "2";
const POLICY = `version: 1
shadow: { required: never }
evalGate:
  quality: { mustImprove: true }
  tokens: { review: 0.10, block: 0.15 }
  latencyP95Ms: { max: 1000 }
rollout: { stepsBp: [100, 500, 2500, 10000], bakeHours: 48 } # 1, 5, 25 and 100 %
reviews: { required: 1, ttlHours: 72 }
merge: console
cooldownMinutes: 30
`;

test.use({ productName: "canary" });

test("a reviewed release goes to its users step by step, and people steer it in the browser", async ({
  product,
  openAs,
  axe,
}) => {
  test.setTimeout(150_000);
  const { project } = product;
  const production = { project, environment: "production" };
  const reader = await callWithKey(product, product.apiKeys.read);
  const served = async () =>
    (await reader.call(environmentEndpoints.getEnvironment, { params: production })).served;

  await test.step("the policy asks for steps, and a reviewer approves the candidate under it", async () => {
    await commitFile(product, "models/deploy-assistant/promotion-policy.yaml", POLICY, "Roll out in steps");
    const reviewer = await callAs(product, "reviewer");
    const params = { project, number: IN_REVIEW };
    const read = () => reviewer.call(promotionEndpoints.getPromotion, { params });
    await expect
      .poll(async () => (await read()).gate.policyWords.join(" "), { timeout: 20_000 })
      .toContain("5 %");
    const { subject } = await read();
    const body = { decision: "approve", comment: "The policy is gentler now.", subject } as const;
    await reviewer.call(promotionEndpoints.reviewPromotion, { params, body });
    await expect.poll(served, { timeout: 30_000 }).toMatchObject({ candidate: CANDIDATE, shareBp: 100 });
  });

  const operator = await openAs("operator");
  await test.step("the operator finds it on the environment's page, and takes the next step", async () => {
    await operator.goto(`/${project}/environments/production`);
    await operator.getByRole("link", { name: /^Rollout \d+$/ }).click();
    await expect(operator.getByRole("heading", { level: 1 })).toContainText(CANDIDATE);
    await expect(operator.getByRole("list", { name: "Steps" })).toContainText("1 %");
    await axe(operator);
    await act(operator, "Next step: 5 %", "Nothing bad was seen at one percent.");
    await expect(operator.getByRole("list", { name: "Steps" }).locator("[aria-current=step]")).toContainText(
      "5 %",
    );
    expect(await served()).toMatchObject({ control: CONTROL, candidate: CANDIDATE, shareBp: 500 });
  });

  await test.step("it is paused: nothing advances, and the page says who did it and why", async () => {
    await act(operator, "Pause", "The west answers slowly.");
    await expect(operator.getByText("The west answers slowly.")).toBeVisible();
    await expect(operator.getByRole("button", { name: /^Next step/ })).toBeDisabled();
    expect(await served()).toMatchObject({ shareBp: 500 });
    await axe(operator);
  });

  await test.step("a reviewer resumes it on a phone and promotes it: everybody has the candidate, and it bakes", async () => {
    const reviewer = await openAs("reviewer", { viewport: { width: 390, height: 844 } });
    await reviewer.goto(operator.url());
    await act(reviewer, "Resume", "It was the network, not the release.");
    await expect(reviewer.getByRole("button", { name: "Pause" })).toBeEnabled();
    await act(reviewer, "Promote now", "All regions look the same.");
    await expect(reviewer.getByText("Baking", { exact: true })).toBeVisible();
    expect(await served()).toMatchObject({ control: CANDIDATE, candidate: null });
    await axe(reviewer);
  });

  await test.step("the audit log has each act with its reason", async () => {
    const auditor = await openAs("auditor");
    await auditor.goto(`/${project}/audit`);
    await expect(auditor.getByText("All regions look the same.").first()).toBeVisible();
    await expect(auditor.getByText("The west answers slowly.").first()).toBeVisible();
  });
});

/** One act on the rollout's page: its dialog, its reason, and its end. */
async function act(page: Page, name: string, reason: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    await page.getByRole("button", { name, exact: true }).click({ timeout: 2_000 });
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name, exact: true }).click();
  await expect(dialog).toBeHidden();
}
