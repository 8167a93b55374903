import AxeBuilder from "@axe-core/playwright";
import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import type { Role } from "../../lib/domain/access/roles.ts";
import { type ChatEndpoint, settingsOf, startModel } from "./start-model.ts";
import { type Product, startProduct } from "./start-product.ts";
import { type Watch, watchPage } from "./watch-page.ts";

type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

type JourneyFixtures = {
  /** A page in a browser context of its own; everything that goes wrong in it fails the test. */
  openPage: OpenPage;
  /** The same, signed in as somebody who holds the role. */
  openAs: (role: Role, options?: BrowserContextOptions) => Promise<Page>;
  signIn: (page: Page, role: Role) => Promise<void>;
  /** Fails when the page has a violation of WCAG 2 A or AA. */
  axe: (page: Page) => Promise<void>;
  watchOf: (page: Page) => Watch;
  logsOnFailure: undefined;
};

type WorkerFixtures = {
  /** Journeys with another name here get another product: one must not find what the other did. */
  productName: string;
  /** Whether the product may call a model: then `model` is one that answers on this machine. */
  hasModel: boolean;
  model: ChatEndpoint | null;
  product: Product;
};

export const test = base.extend<JourneyFixtures & { watches: Map<Page, Watch> }, WorkerFixtures>({
  productName: ["shared", { option: true, scope: "worker" }],
  hasModel: [false, { option: true, scope: "worker" }],
  model: [
    async ({ hasModel }, use) => {
      const model = hasModel ? await startModel() : null;
      await use(model);
      await model?.close();
    },
    { scope: "worker" },
  ],
  product: [
    async ({ productName: _, model }, use) => {
      const product = await startProduct(model === null ? {} : settingsOf(model));
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  watches: async ({}, use) => {
    const watches = new Map<Page, Watch>();
    await use(watches);
    const problems = [...watches.values()].flatMap((watch) => watch.problems);
    expect(problems, "no CSP violation, script error or console error").toEqual([]);
  },
  openPage: async ({ browser, product, watches }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: product.url, ...options });
      contexts.push(context);
      const page = await context.newPage();
      watches.set(page, await watchPage(page));
      return page;
    });
    for (const context of contexts) await context.close();
  },
  signIn: async ({ product }, use) => {
    await use(async (page, role) => {
      const { email, password } = product.account(role);
      await page.goto("/sign-in");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL((url) => url.pathname.startsWith(`/${product.project}`));
    });
  },
  openAs: async ({ openPage, signIn }, use) => {
    await use(async (role, options) => {
      const page = await openPage(options);
      await signIn(page, role);
      return page;
    });
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  axe: async ({}, use) => {
    await use(async (page) => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
        .analyze();
      const found = violations.map(({ id, nodes }) => ({
        id,
        where: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
      }));
      expect(found, `no accessibility violation on ${page.url()}`).toEqual([]);
    });
  },
  watchOf: async ({ watches }, use) => {
    await use((page) => {
      const watch = watches.get(page);
      if (watch === undefined) throw new Error("This page was not opened by openPage.");
      return watch;
    });
  },
  logsOnFailure: [
    async ({ product }, use, testInfo) => {
      await use(undefined);
      if (testInfo.status === testInfo.expectedStatus) return;
      for (const path of product.logFiles) await testInfo.attach(path, { path, contentType: "text/plain" });
    },
    { auto: true },
  ],
});

export { expect };
