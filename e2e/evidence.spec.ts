import { readFile } from "node:fs/promises";
import path from "node:path";
import { evalEndpoints } from "../lib/contracts/evals.ts";
import { releaseEndpoints } from "../lib/contracts/releases.ts";
import { type Caller, callAs } from "./support/caller.ts";
import { expect, test } from "./support/fixtures.ts";
import type { Product } from "./support/start-product.ts";

const FIXTURES = path.resolve(import.meta.dirname, "../demo/evals");
const BASE = ["prompt support@2.8", "model lora@1.9", "feature_view releases@4"];
const MEASURED = ["golden_set support@1", "judge groundedness@6"];

test.use({ productName: "evidence", hasModel: true });

/** compose makes a release of `kind name@version` references and returns its id. */
async function compose(author: Caller, product: Product, refs: readonly string[]): Promise<string> {
  const components = refs.map((ref) => {
    const [, kind = "", name = "", version = ""] = ref.match(/^(\S+) (.+)@(.+)$/) ?? [];
    return { kind, name, version };
  });
  const params = { project: product.project };
  return (await author.call(releaseEndpoints.createRelease, { params, body: { components } })).id;
}

async function upload(caller: Caller, product: Product, release: string, body: Buffer): Promise<number> {
  const input = { params: { project: product.project }, query: { release }, body };
  return (await caller.call(evalEndpoints.uploadEvalRun, input)).number;
}

test("a file that is cut off is refused in words, and leaves nothing", async ({
  product,
  openAs,
  watchOf,
}) => {
  const author = await openAs("author");
  const caller = await callAs(product, "author");
  const params = { project: product.project };
  const before = await caller.call(evalEndpoints.listEvalRuns, { params });
  const whole = await readFile(path.join(FIXTURES, "candidate-good.fixture.json"));
  watchOf(author).expectRefusal(400);
  await author.goto(`/${product.project}/releases/698df6d7ad`);
  const cutOff = { name: "results.json", mimeType: "application/json", buffer: whole.subarray(0, 20_000) };
  const refusal = author.getByRole("alert").filter({ hasText: "The file is cut off or not JSON" });
  // A file that is chosen before the page's script has started is heard by nobody.
  await expect(async () => {
    await author.getByLabel("Eval result file").setInputFiles(cutOff);
    await expect(refusal).toBeVisible({ timeout: 2_000 });
  }).toPass();
  expect((await caller.call(evalEndpoints.listEvalRuns, { params })).items).toEqual(before.items);
});

test("a reviewer sees whether a candidate is better, on which cases it is worse, and when a comparison is not fair", async ({
  product,
  openAs,
  axe,
}) => {
  const { project } = product;
  const reviewer = await openAs("reviewer");
  const author = await callAs(product, "author");

  await test.step("the verdict holds the difference, its interval and the number of cases", async () => {
    await reviewer.goto(`/${project}/evals/compare?control=1&candidate=2`);
    await expect(reviewer.getByText(/Not enough evidence: \+0\.020 .* on 20 of 20 same cases/)).toBeVisible();
    await axe(reviewer);
  });

  await test.step("the worst case opens with both answers and both reasons, by keyboard as well", async () => {
    await reviewer.getByRole("button", { name: /sla-payments-hotfix/ }).click();
    await expect(reviewer).toHaveURL(/case=sla-payments-hotfix/);
    await reviewer.keyboard.press("j");
    await expect(reviewer).toHaveURL(/case=sla-support-prompt/);
    await axe(reviewer);
  });

  await test.step("runs that were measured with other instruments show keys and no difference", async () => {
    const other = await compose(author, product, [...BASE, ...MEASURED]);
    const file = await readFile(path.join(FIXTURES, "baseline.fixture.json"));
    const number = await upload(await callAs(product, "reviewer"), product, other, file);
    await reviewer.goto(`/${project}/evals/compare?control=1&candidate=${number}`);
    await expect(reviewer.getByText(/^Not comparable: .*judge none against groundedness@6/)).toBeVisible();
    await expect(reviewer.getByRole("table", { name: "Evidence keys, side by side" })).toBeVisible();
    await expect(reviewer.getByRole("table", { name: "Numbers over the same cases" })).toHaveCount(0);
    await axe(reviewer);
  });

  await test.step("the reviewer labels an answer before the judge's word is shown; one label earns no licence", async () => {
    await reviewer.goto(`/${project}/judges/groundedness`);
    await expect(reviewer.getByText("What the judge said is hidden until you have.")).toBeVisible();
    await reviewer.getByRole("button", { name: "Good answer" }).click();
    await expect(reviewer.getByText(/^The judge (agrees|disagrees) on /)).toBeVisible();
    await expect(reviewer.getByText("1 of 50 labelled answers")).toBeVisible();
    await reviewer.getByRole("button", { name: "Change the licence" }).click();
    await reviewer.getByLabel("Licence", { exact: true }).selectOption("may_pause");
    await expect(reviewer.getByText(/^Above the calibration: 1 of 50 labelled answers/)).toBeVisible();
    await expect(reviewer.getByRole("button", { name: "Grant it" })).toBeDisabled();
    await axe(reviewer);
  });
});

test("ten thousand cases are one list: the last is a scroll away, any is found by its id", async ({
  product,
  openAs,
  axe,
}) => {
  const cases = Array.from({ length: 10_000 }, (_, index) => ({
    caseId: `case-${String(index).padStart(5, "0")}`,
    passed: index > 0,
    score: index === 0 ? 0 : 1,
    output: `Answer ${index}`,
  }));
  const file = Buffer.from(JSON.stringify({ format: "tupelo", version: 1, tool: "journey", cases }));
  const release = await compose(await callAs(product, "author"), product, [
    ...BASE.slice(0, 2),
    ...MEASURED,
    "feature_view releases@3",
  ]);
  const number = await upload(await callAs(product, "reviewer"), product, release, file);
  const page = await openAs("viewer");
  await page.goto(`/${product.project}/evals/${number}?sort=file`);
  await expect(page.getByRole("button", { name: /case-00000/ })).toBeVisible();
  expect(await page.getByRole("button", { name: /case-\d{5}/ }).count()).toBeLessThan(200);
  await page.getByRole("button", { name: /case-00000/ }).click();
  await expect(page.getByText("Answer 0", { exact: true })).toBeVisible();
  await axe(page);
  await page.getByRole("searchbox", { name: "Case id" }).fill("09999");
  await expect(page.getByRole("button", { name: /case-09999/ })).toBeVisible();
});

test("a prompt's page shows what changed against what is served, what the lint says, and the prompt with values", async ({
  product,
  openAs,
  axe,
}) => {
  const page = await openAs("reviewer");
  await page.goto(`/${product.project}/prompts/support?version=2.9`);
  await expect(page.getByText("base: served")).toBeVisible();
  await expect(page.getByText("Think step by step before you answer:")).toBeVisible();
  await axe(page);
  await page.getByRole("tab", { name: "Text" }).click();
  await page.getByLabel("service", { exact: true }).fill("payments-api");
  await page.getByRole("button", { name: "Fill in" }).click();
  await expect(page.getByText(/service-level agreements of the service payments-api/)).toBeVisible();
  await axe(page);
});

test("the golden set is run from the release's page, stopped, resumed, and no answer is paid for twice", async ({
  product,
  model,
  openAs,
  axe,
}) => {
  test.setTimeout(150_000);
  const author = await callAs(product, "author");
  const release = await compose(author, product, [
    ...BASE.slice(0, 2),
    "feature_view releases@2",
    ...MEASURED,
  ]);
  const page = await openAs("author");
  await page.goto(`/${product.project}/releases/${release}`);
  await page.getByRole("button", { name: "Run evals" }).click();
  await page.getByRole("link", { name: /^Eval session \d+$/ }).click();
  await page.waitForURL(/\/evals\/sessions\/\d+$/);
  await expect(page.getByText(/[1-9]\d* of 14/).first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible({ timeout: 20_000 });
  await axe(page);
  await page.getByRole("button", { name: "Resume" }).click({ timeout: 20_000 });
  await expect(page.getByRole("link", { name: /^Eval run \d+$/ })).toBeVisible({ timeout: 60_000 });
  const answers = model?.requests.filter((request) => request.model === "answers-2026-01-01") ?? [];
  expect(answers).toHaveLength(14);
  await page.getByRole("link", { name: /^Eval run \d+$/ }).click();
  await expect(page.getByText("0.900").first()).toBeVisible();
  await axe(page);
});
