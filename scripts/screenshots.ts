import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContextOptions, chromium } from "@playwright/test";
import { callAs } from "../e2e/support/caller.ts";
import { servedRelease } from "../e2e/support/served-release.ts";
import { type Product, startProduct } from "../e2e/support/start-product.ts";
import { promotionEndpoints } from "../lib/contracts/promotions.ts";
import type { Role } from "../lib/domain/access/roles.ts";
import configuration from "../playwright.config.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const FOLDER = path.join(ROOT, "docs/screenshots");
const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

type Shot = { name: string; address: string; role: Role; options: BrowserContextOptions };

const SHOTS: readonly Shot[] = [
  { name: "overview-light", address: "", role: "reviewer", options: { ...DESKTOP, colorScheme: "light" } },
  { name: "overview-dark", address: "", role: "reviewer", options: { ...DESKTOP, colorScheme: "dark" } },
  { name: "promotion", address: "/promotions/2", role: "reviewer", options: DESKTOP },
  { name: "promotion-blocked", address: "/promotions/3", role: "reviewer", options: DESKTOP },
  { name: "rollout", address: "/rollouts/2", role: "operator", options: DESKTOP },
  { name: "reconciliation", address: "/reconciliations", role: "operator", options: DESKTOP },
  { name: "lineage", address: "/requests/req_8a2", role: "auditor", options: DESKTOP },
  { name: "audit", address: "/audit", role: "auditor", options: DESKTOP },
  { name: "rollback-phone", address: "/environments/production/rollback", role: "operator", options: PHONE },
];

/**
 * Takes the README's pictures: real pages of a freshly seeded demo, into docs/screenshots. Needs a build, the
 * Postgres server of TEST_DATABASE_URL, and Playwright's browser or the one of CHROMIUM_PATH.
 */
async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const product = await startProduct();
  const browser = await chromium.launch(configuration.use?.launchOptions);
  try {
    for (const shot of SHOTS) {
      if (shot.options === PHONE) await serveCandidate(product);
      await takeShot(browser, product, shot);
      console.log(`docs/screenshots/${shot.name}.png`);
    }
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** The rollback page shows more than an explanation only where there is a release to go back to. */
async function serveCandidate(product: Product): Promise<void> {
  const params = { project: product.project, number: "2" };
  const reviewer = await callAs(product, "reviewer");
  const { subject } = await reviewer.call(promotionEndpoints.getPromotion, { params });
  const body = { decision: "approve", comment: "Better answers at about the same cost.", subject } as const;
  await reviewer.call(promotionEndpoints.reviewPromotion, { params, body });
  const production = { project: product.project, environment: "production" };
  for (let tries = 0; tries < 60; tries += 1) {
    if ((await servedRelease(reviewer, production)) === "bef3ab4572") return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("The candidate was not served within 30 s.");
}

async function takeShot(browser: Browser, product: Product, { name, address, role, options }: Shot) {
  const context = await browser.newContext({ baseURL: product.url, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const { email, password } = product.account(role);
  await page.goto(`/sign-in?next=${encodeURIComponent(`/${product.project}${address}`)}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`**/${product.project}${address}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: "disabled" });
  await context.close();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
