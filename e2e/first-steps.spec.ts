import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { artifactEndpoints } from "../lib/contracts/artifacts.ts";
import { promotionEndpoints } from "../lib/contracts/promotions.ts";
import { releaseEndpoints } from "../lib/contracts/releases.ts";
import { type Caller, callAs } from "./support/caller.ts";
import { commitPrompt } from "./support/commit-prompt.ts";
import { expect, test } from "./support/fixtures.ts";
import type { Product } from "./support/start-product.ts";

const PAGES = [
  "",
  ...["/releases", "/releases/new", "/releases/698df6d7ad", "/releases/f91be2a454"],
  ...["/promotions", "/promotions?state=closed", "/promotions/2", "/promotions/3"],
  ...["/environments", "/environments/production", "/environments/production/rollback"],
  ...["/requests", "/requests/req_8a2", "/artifacts", "/artifacts/model/lora", "/prompts/support"],
  ...["/evals", "/evals/1", "/audit", "/settings"],
];
const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const HOSTILE_VERSION = "6.6.6";

test("a wrong password is refused in one sentence, and the page that was asked for follows the right one", async ({
  product,
  openPage,
  watchOf,
  axe,
}) => {
  const page = await openPage();
  watchOf(page).expectRefusal(401);
  await page.goto(`/${product.project}/releases`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await axe(page);
  const { email, password } = product.account("viewer");
  // The form only listens once the page has its scripts; before, the browser sends it and shows it anew.
  await expect(async () => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(
      page.getByRole("alert").filter({ hasText: "The e-mail or the password is wrong; check both." }),
    ).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 20_000 });
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`**/${product.project}/releases`);
});

test("the theme stays as chosen, from the first byte of the next page on", async ({ product, openAs }) => {
  const page = await openAs("viewer", { colorScheme: "light" });
  await page.getByRole("button", { name: /Sana Iyer/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.request.get(`/${product.project}/releases`)).text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
  await page.reload();
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    "rgb(14, 17, 22)",
  );
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
});

test("everything is reached by keyboard: the skip link, the command menu, a release", async ({
  product,
  openAs,
}) => {
  const page = await openAs("viewer");
  await page.goto(`/${product.project}/promotions`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+k");
  const field = page.getByRole("combobox", { name: "Find or paste an id" });
  await expect(field).toBeFocused();
  await page.keyboard.type("f91be2a454");
  await expect(page.getByRole("option", { name: "Open release f91be2a454" })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/releases/f91be2a454");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("f91be2a454");
});

for (const theme of ["light", "dark"] as const) {
  test(`no page has an accessibility violation or leaves the screen of a phone (${theme})`, async ({
    product,
    openAs,
    axe,
  }) => {
    test.setTimeout(300_000);
    const page = await openAs("admin", { colorScheme: theme });
    for (const address of PAGES) {
      await test.step(`/${product.project}${address}`, async () => {
        await page.setViewportSize({ width: 1440, height: 900 });
        const response = await page.goto(`/${product.project}${address}`);
        expect(response?.status()).toBe(200);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await axe(page);
        await page.setViewportSize({ width: 390, height: 844 });
        expect.soft(await widthOf(page), `${address} at 390 px`).toBeLessThanOrEqual(390);
      });
    }
  });
}

test("text that looks like a page is shown as text wherever people can write", async ({
  product,
  openAs,
}) => {
  const { project } = product;
  const author = await callAs(product, "author");
  const page = await openAs("auditor");
  const releaseId = await composeHostileRelease(product, author);
  const { number } = await author.call(promotionEndpoints.createPromotion, {
    params: { project },
    body: { releaseId, environment: "staging", title: HOSTILE },
  });
  await test.step("in a promotion's title and in the difference of its prompt", async () => {
    await page.goto(`/${project}/promotions/${number}`);
    await expect(page.getByText(HOSTILE).first()).toBeVisible();
    await page.goto(`/${project}/promotions`);
    await expect(page.getByText(HOSTILE).first()).toBeVisible();
  });
  await test.step("in a prompt's text and in its commit's words", async () => {
    await page.goto(`/${project}/prompts/support?version=6.6.6`);
    await expect(page.getByText(HOSTILE).first()).toBeVisible();
  });
  await test.step("in a reason in the audit log", async () => {
    await author.call(promotionEndpoints.withdrawPromotion, {
      params: { project, number: String(number) },
      body: { reason: HOSTILE },
    });
    await page.goto(`/${project}/audit`);
    await expect(page.getByText(HOSTILE).first()).toBeVisible();
  });
  expect(await page.evaluate(() => document.querySelectorAll("img[src=x]").length)).toBe(0);
  expect(["1", "2"]).not.toContain(await page.title());
});

/** A prompt whose text and commit message look like a page, and a release of it. */
async function composeHostileRelease(product: Product, author: Caller): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "tupelo-hostile-"));
  await commitPrompt(product, {
    folder: path.join(folder, "clone"),
    version: HOSTILE_VERSION,
    text: `${HOSTILE}\nQuestion: {{question}}\n`,
    message: HOSTILE,
  });
  await rm(folder, { recursive: true });
  const prompt = { kind: "prompt", name: "support", version: HOSTILE_VERSION };
  const params = { project: product.project };
  const find = () => author.send(artifactEndpoints.getArtifactVersion, { params: { ...params, ...prompt } });
  await expect.poll(async () => (await find()).status(), { timeout: 15_000 }).toBe(200);
  const components = [
    prompt,
    { kind: "model", name: "lora", version: "1.9" },
    { kind: "feature_view", name: "releases", version: "4" },
  ];
  return (await author.call(releaseEndpoints.createRelease, { params, body: { components } })).id;
}

async function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}
