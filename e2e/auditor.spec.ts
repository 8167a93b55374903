import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { createDemoGateway } from "../demo/gateway/gateway.ts";
import { artifactEndpoints } from "../lib/contracts/artifacts.ts";
import { evalEndpoints } from "../lib/contracts/evals.ts";
import { promotionEndpoints } from "../lib/contracts/promotions.ts";
import { releaseEndpoints } from "../lib/contracts/releases.ts";
import { type Caller, callAs, callWithKey } from "./support/caller.ts";
import { commitPrompt } from "./support/commit-prompt.ts";
import { expect, test } from "./support/fixtures.ts";
import { servedRelease } from "./support/served-release.ts";
import type { Product } from "./support/start-product.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const EVALUATION = path.join(ROOT, "demo/evals/candidate-good.fixture.json");
const VERSION = "3.0";
const COMMENT = "Read word by word, and it says what it should.";

test.use({ productName: "auditor" });

test("an auditor follows a request to the text and commit behind it, and finds one changed byte in an export", async ({
  product,
  openAs,
  axe,
}) => {
  test.setTimeout(210_000);
  const { project } = product;
  const folder = await mkdtemp(path.join(tmpdir(), "tupelo-audit-"));
  const sentence = `Never promise a date before step ${randomBytes(12).toString("hex")} is done.`;
  const requestId = `req_${randomBytes(10).toString("hex")}`;
  const ci = await callWithKey(product, product.apiKeys.ci);

  const commit = await test.step("a person commits a prompt with the ordinary git command", async () => {
    return commitPrompt(product, {
      folder: path.join(folder, "clone"),
      version: VERSION,
      text: `You are DeployBuddy, the release assistant.\n${sentence}\nQuestion: {{question}}\n`,
      message: "Write support 3.0: promise no dates",
    });
  });
  await test.step("it appears in the registry", async () => {
    const params = { project, kind: "prompt", name: "support" };
    await expect
      .poll(
        async () =>
          (await ci.call(artifactEndpoints.getArtifact, { params })).versions.map(({ version }) => version),
        {
          timeout: 15_000,
        },
      )
      .toContain(VERSION);
  });
  const promoted =
    await test.step("it is composed, evaluated, proposed, reviewed, merged and served", async () => {
      const proposed = await propose(ci, project);
      await review(await callAs(product, "reviewer"), project, proposed.number);
      const params = { project, environment: "production" };
      await expect.poll(() => servedRelease(ci, params), { timeout: 30_000 }).toBe(proposed.releaseId);
      return proposed;
    });
  const auditor = await openAs("auditor");
  await test.step("a gateway answers with it, and the request appears in the list that stands open", async () => {
    await auditor.goto(`/${project}/requests?release=${promoted.releaseId}`);
    const list = auditor.getByRole("list", { name: "Requests, newest first" });
    await expect(auditor.getByText("No request fits")).toBeVisible();
    await answerOnce(product, requestId);
    await expect(list.getByRole("link", { name: requestId })).toBeVisible({ timeout: 15_000 });
    await axe(auditor);
    await auditor.getByLabel("Outcome").selectOption({ label: "Failed" });
    await expect(auditor).toHaveURL(/status=error/);
    await expect(auditor.getByText("No request fits")).toBeVisible();
    await auditor.getByRole("button", { name: "Show all" }).click();
    await expect(auditor.getByLabel("Release id")).toHaveValue("");
    await expect(list.getByRole("link", { name: requestId })).toBeVisible();
  });
  await test.step("the auditor looks the request up", async () => {
    await auditor.getByRole("button", { name: "Find or paste an id" }).first().click();
    await auditor.getByRole("combobox", { name: "Find or paste an id" }).fill(requestId);
    await auditor.getByRole("option", { name: `Open request ${requestId}` }).click();
    await auditor.waitForURL(`**/requests/${requestId}`);
    await expect(auditor.getByRole("heading", { level: 1 })).toContainText(requestId);
  });

  await test.step("the page shows the very text, its commit, the review and the pull request", async () => {
    const parts = auditor.getByRole("table", { name: "Parts" });
    await parts
      .getByRole("button", { name: new RegExp(`^prompt, support@${VERSION}: show its content`) })
      .click();
    await expect(parts).toContainText(sentence);
    await expect(parts).toContainText(commit);
    const { mergeCommit, pullNumber } = await ci.call(promotionEndpoints.getPromotion, {
      params: { project, number: String(promoted.number) },
    });
    const main = auditor.getByRole("main");
    await expect(main).toContainText(`“${COMMENT}”`);
    await expect(main).toContainText("Maja Lindqvist approved");
    await expect(main).toContainText(`${mergeCommit}, pull request #${pullNumber}`);
    await axe(auditor);
  });

  await test.step("the auditor asks what us-west was served, at that moment and an hour before", async () => {
    const main = auditor.getByRole("main");
    await auditor.getByRole("link", { name: "What was served" }).click();
    await auditor.waitForURL(`**/${project}/served`);
    await auditor.getByLabel("Region", { exact: true }).fill("us-west");
    await expect(auditor).toHaveURL(/region=us-west/);
    const told = main.getByRole("region", { name: "Gateways were told" });
    await expect(told.getByRole("link", { name: promoted.releaseId })).toBeVisible();
    await expect(told).toContainText("rollout-controller");
    const reported = main.getByRole("table", { name: "Calls around the moment" });
    const row = reported.getByRole("row").filter({ hasText: promoted.releaseId });
    await expect(row).toContainText("us-west");
    await expect(row).toContainText("as told, control");
    const lines = main.getByRole("table", { name: "Lines of the charts" });
    await expect(lines.getByRole("row").filter({ hasText: promoted.releaseId })).toContainText(
      /control\s*1\s*0/,
    );
    await expect(main.getByRole("img", { name: /^Calls a minute\..*1 calls?, highest 1/ })).toBeVisible();
    await axe(auditor);
    await main.getByRole("button", { name: "Table", exact: true }).click();
    await expect(main.getByRole("table", { name: "Values of the charts" })).toContainText(promoted.releaseId);
    await axe(auditor);
    await main.getByRole("button", { name: "One hour earlier" }).click();
    await expect(auditor).toHaveURL(/at=20/);
    await expect(told.getByRole("link", { name: promoted.releaseId })).toHaveCount(0);
    await expect(main.getByText("No gateway reported a call of production, us-west")).toBeVisible();
    await auditor.goto(`/${project}/served?at=2020-01-01T00:00Z`);
    await expect(main.getByText("Before the first release of production nothing is served.")).toBeVisible();
  });

  const file = path.join(folder, "export.jsonl");
  await test.step("the audit log's chain holds, and its export verifies on another machine", async () => {
    await auditor.goto(`/${project}/audit`);
    await expect(auditor.getByText(/^Chain verified to row [\d,]+$/)).toBeVisible();
    await expect(auditor.getByText(/^Checkpoint file: row [\d,]+, written/)).toBeVisible();
    await expect(auditor.getByRole("link", { name: "Export CSV" })).toBeVisible();
    await axe(auditor);
    const download = auditor.waitForEvent("download");
    await auditor.getByRole("link", { name: "Export JSONL" }).click();
    await (await download).saveAs(file);
    const [, ...lines] = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(await verify(file)).toEqual({
      code: 0,
      words: expect.stringContaining(`ok: ${lines.length - 1} events`),
    });
  });

  await test.step("a filtered export is searched for by link, and says that it proves no chain", async () => {
    await auditor.goto(`/${project}/audit?action=review.approved&q=word+by+word`);
    await expect(auditor.getByLabel("Action", { exact: true })).toHaveValue("review.approved");
    const rows = auditor.getByRole("table", { name: "Audit events" });
    await rows
      .getByRole("button", { name: /^Open row/ })
      .first()
      .click();
    await auditor.getByRole("link", { name: `promotion ${promoted.number}` }).waitFor();
    await axe(auditor);
    const download = auditor.waitForEvent("download");
    await auditor.getByRole("link", { name: "Export JSONL, filtered" }).click();
    const filtered = path.join(folder, "filtered.jsonl");
    await (await download).saveAs(filtered);
    expect(await verify(filtered)).toEqual({ code: 2, words: expect.stringContaining("partial: 1 events") });
  });

  await test.step("one changed byte is found, by the number of its event", async () => {
    const lines = (await readFile(file, "utf8")).split("\n");
    const index = lines.findIndex((line) => line.includes(COMMENT));
    const seq = eventSchema.parse(JSON.parse(lines[index] ?? "")).seq;
    const tampered = lines.with(index, (lines[index] ?? "").replace("word by word", "word by ward"));
    await writeFile(file, tampered.join("\n"));
    expect(await verify(file)).toEqual({ code: 1, words: expect.stringContaining(`wrong at event ${seq}:`) });
  });
  await rm(folder, { recursive: true });
});

const eventSchema = z.object({ seq: z.number() });

async function propose(ci: Caller, project: string): Promise<{ releaseId: string; number: number }> {
  const components = [
    { kind: "prompt", name: "support", version: VERSION },
    { kind: "model", name: "lora", version: "1.9" },
    { kind: "feature_view", name: "releases", version: "4" },
  ];
  const { id } = await ci.call(releaseEndpoints.createRelease, { params: { project }, body: { components } });
  const query = { release: id, format: "promptfoo" } as const;
  await ci.call(evalEndpoints.uploadEvalRun, {
    params: { project },
    query,
    body: await readFile(EVALUATION),
  });
  const { number } = await ci.call(promotionEndpoints.createPromotion, {
    params: { project },
    body: { releaseId: id, environment: "production", title: "Promise no dates" },
  });
  return { releaseId: id, number };
}

async function review(reviewer: Caller, project: string, number: number): Promise<void> {
  const params = { project, number: String(number) };
  const { subject } = await reviewer.call(promotionEndpoints.getPromotion, { params });
  const body = { decision: "approve", comment: COMMENT, subject } as const;
  await reviewer.call(promotionEndpoints.reviewPromotion, { params, body });
}

async function answerOnce(product: Product, requestId: string): Promise<void> {
  const { dataPlaneUrl, project } = product;
  const gateway = await createDemoGateway({
    ...{ dataPlaneUrl, project, environment: "production", apiKey: product.apiKeys.gateway },
  });
  const question = "When will our checkout deploy be through?";
  await gateway.answer({ requestId, subject: "tenant-42:conversation-9", region: "us-west", question });
  await gateway.flush();
  await gateway.close();
}

/** Runs `npm run tupelo -- verify` as a person would. */
function verify(file: string): Promise<{ code: number; words: string }> {
  return new Promise((resolve) => {
    const args = ["run", "--silent", "tupelo", "--", "verify", file];
    const child = execFile("npm", args, { cwd: ROOT }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, words: stdout + stderr });
    });
  });
}
