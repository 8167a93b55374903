import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { promotionEndpoints } from "../lib/contracts/promotions.ts";
import { callerOf } from "./support/caller.ts";
import { expect, test } from "./support/fixtures.ts";
import { grantRole } from "./support/grant-role.ts";
import { git } from "./support/ordinary-git.ts";

const EVALUATION = path.resolve(import.meta.dirname, "../demo/evals/candidate-good.fixture.json");
const TITLE = "Answer with adapter 2.0";
const TOO_MANY_TOKENS = "token increase 27.4% > 15%";

test.use({ productName: "reviewer" });

test("an author proposes a release, a reviewer approves it from one page, and it is served", async ({
  product,
  openAs,
  watchOf,
  axe,
}) => {
  test.setTimeout(120_000);
  const { project, repository } = product;
  await grantRole(product, product.account("author"), "reviewer");
  const author = await openAs("author");
  let releaseId = "";
  let promotion = "";

  await test.step("the author composes a release in the browser", async () => {
    await author.goto(`/${project}/releases/new`);
    await author.getByRole("combobox", { name: "Model", exact: true }).selectOption("lora@2.0");
    await author.getByRole("combobox", { name: "Guardrail policy" }).selectOption("support-safety@1.4");
    await author.getByRole("button", { name: "Compose release" }).click();
    await author.waitForURL(/\/releases\/[0-9a-f]{10}$/);
    releaseId = author.url().slice(-10);
    await expect(author.getByRole("heading", { level: 1, name: `Release ${releaseId}` })).toBeVisible();
  });

  await test.step("the author uploads an evaluation and proposes it for production", async () => {
    await author.getByLabel("Eval result file").setInputFiles(EVALUATION);
    await expect(author.getByText(/^Eval run \d+ imported$/)).toBeVisible();
    await author.getByLabel("Environment").selectOption("production");
    await author.getByLabel("Title").fill(TITLE);
    await author.getByRole("button", { name: "Propose for production" }).click();
    await author.waitForURL(/\/promotions\/\d+$/);
    promotion = author.url().split("/").at(-1) ?? "";
  });

  await test.step("the author, a reviewer too, cannot approve his own: the button says why, the API refuses", async () => {
    await expect(author.getByText("Nothing blocks this promotion.")).toBeVisible();
    const approve = author.getByRole("button", { name: "Approve" });
    await expect(approve).toBeDisabled();
    await expect(approve).toHaveAccessibleDescription(
      "You wrote a part of this: someone else has to review it.",
    );
    const caller = callerOf(author.request, product.url);
    const params = { project, number: promotion };
    const { subject } = await caller.call(promotionEndpoints.getPromotion, { params });
    const refused = await caller.send(promotionEndpoints.reviewPromotion, {
      params,
      body: { decision: "approve", comment: "", subject },
    });
    expect(refused.status()).toBe(403);
    expect((await refused.json()).code).toBe("self-approval");
  });

  const reviewer = await openAs("reviewer");
  await test.step("the reviewer cannot approve a promotion that costs too many tokens", async () => {
    await reviewer.goto(`/${project}/promotions/3`);
    await expect(reviewer.getByRole("region", { name: "What stands in the way" })).toContainText(
      TOO_MANY_TOKENS,
    );
    const approve = reviewer.getByRole("button", { name: "Approve" });
    await expect(approve).toBeDisabled();
    await expect(approve).toHaveAccessibleDescription(new RegExp(`${TOO_MANY_TOKENS.replace(".", "\\.")}$`));
    await axe(reviewer);
  });

  await test.step("the reviewer reads what changed, its text and the gates", async () => {
    await reviewer.goto(`/${project}/promotions/${promotion}`);
    const components = reviewer.getByRole("table", { name: "Components" });
    await expect(components.getByRole("row", { name: /lora@1\.9.*lora@2\.0.*changed/ })).toBeVisible();
    await expect(components.getByRole("row", { name: /none.*support-safety@1\.4.*added/ })).toBeVisible();
    await expect(components).toContainText("models:/deploy-assistant/lora/2.0");
    const gates = reviewer.getByRole("table", { name: "Gates" });
    await expect(gates).toContainText("640 / 620 − 1 = 3.2%");
    await expect(reviewer.getByRole("table", { name: "Evidence", exact: true })).toContainText(
      "self-reported by an author",
    );
    await axe(reviewer);
  });

  await test.step("approval becomes a pull request, a merge and a rollout", async () => {
    await reviewer
      .getByLabel("Comment, kept in the audit log")
      .fill("Adapter 2.0 reads well on the golden set.");
    await reviewer.getByRole("button", { name: "Approve" }).click();
    await expect(stage(reviewer, /Review, done/)).toBeVisible({ timeout: 15_000 });
    await expect(stage(reviewer, /Pull request, done/)).toContainText(/Pull request #\d+/, {
      timeout: 20_000,
    });
    await expect(stage(reviewer, /Merge, done/)).toContainText("Merged", { timeout: 20_000 });
    await expect(stage(reviewer, /Rollout, now/)).toContainText(/Rollout \d+ in production/);
  });

  await test.step("the environment's page shows it as served", async () => {
    await reviewer.goto(`/${project}/environments/production`);
    await expect(fact(reviewer, "Served")).toContainText(releaseId, { timeout: 15_000 });
    await expect(fact(reviewer, "Desired (git)")).toContainText(releaseId);
    await axe(reviewer);
  });

  await test.step("the ordinary git command finds the merge, its trailers and the one alias line", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "tupelo-clone-"));
    await git(tmpdir(), "clone", "--quiet", repository, folder);
    const message = await git(folder, "log", "-1", "--format=%B");
    expect(message).toContain(TITLE);
    expect(message).toMatch(/^Tupelo-Manifest: sha256:[0-9a-f]{64}$/m);
    expect(message).toMatch(/^Tupelo-Audit: \d+ [0-9a-f]{64}$/m);
    expect((await git(folder, "log", "-1", "--format=%P")).split(" ")).toHaveLength(2);
    const aliases = await git(folder, "show", "HEAD:deployments/production/aliases.yaml");
    expect(aliases).toMatch(new RegExp(`^production: ${releaseId}(\\s|$)`, "m"));
    const changed = await git(folder, "diff", "--numstat", "HEAD^1", "HEAD");
    expect(changed.split("\n").map((line) => line.split("\t").at(-1))).toEqual([
      "deployments/production/aliases.yaml",
      `releases/${releaseId}.yaml`,
    ]);
    await rm(folder, { recursive: true });
  });
  expect(watchOf(reviewer).problems).toEqual([]);
});

/** One stage of the promotion's progress, by its name and how far it is. */
function stage(page: Page, name: string | RegExp) {
  return page.getByRole("listitem").filter({ hasText: name });
}

function fact(page: Page, label: string) {
  return page.locator("dl > div").filter({ has: page.locator("dt", { hasText: label }) });
}
