import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseYaml } from "../lib/contents/parse-yaml.ts";
import { withData } from "../lib/contents/read-data.ts";
import { readArtifacts } from "../lib/domain/gitops/read-artifacts.ts";
import { releaseManifestSchema } from "../lib/domain/gitops/release-manifest.ts";
import { promotionPolicySchema } from "../lib/domain/policy/schema.ts";
import { parsePrompt } from "../lib/domain/prompts/parse-prompt.ts";
import { planRun } from "../lib/evals/runner/plan-run.ts";
import { readGoldenSet } from "../lib/evals/runner/read-golden-set.ts";
import { readJudgeFile } from "../lib/evals/runner/read-model-file.ts";
import { readMain } from "../lib/git/host-contract.ts";
import { createLocalHost } from "../lib/git/local-host.ts";
import { parseLayout } from "../lib/git/parse-layout.ts";
import { buildDemoRepository, DEMO_ENVIRONMENTS, type DemoRepository } from "./build-repository.ts";

describe("the demo's ops repository", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-demo-"));
  const directory = path.join(folder, "deploybuddy.git");
  const host = createLocalHost({ directory });
  let built: DemoRepository;
  beforeAll(async () => {
    built = await buildDemoRepository({ directory, now: new Date("2026-04-10T14:40:00Z") });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const text = async (file: string) => (await readMain(host, file)) ?? "";

  it("names the article's release in all environments of its layout, with its manifest", async () => {
    expect(built.releaseId).toBe("698df6d7ad");
    expect(await text("deployments/production/aliases.yaml")).toBe("production: 698df6d7ad   # release\n");
    expect(await text("deployments/staging/aliases.yaml")).toBe("staging: 698df6d7ad   # release\n");
    expect(Object.keys(parseLayout(await text("tupelo.yaml")).environments)).toEqual([...DEMO_ENVIRONMENTS]);
    const manifest = releaseManifestSchema.parse(parseYaml(await text("releases/698df6d7ad.yaml"), "x"));
    expect(manifest.manifestDigest).toBe(built.manifestDigest);
    expect(manifest.components.map((one) => one.ref).sort()).toEqual([
      "lora@1.9",
      "releases@4",
      "support@2.8",
    ]);
  });

  it("holds the versions of the article, without a finding", async () => {
    const layout = parseLayout(await text("tupelo.yaml"));
    const history = await host.history(built.head);
    const read = readArtifacts(layout, { history, head: await host.listTree(built.head) });
    expect([...read.findings, ...read.edits]).toEqual([]);
    const refs = read.versions.map((one) => `${one.name}@${one.version}`);
    for (const n of [1, 2, 3, 4, 5]) expect(refs).toContain(`releases@${n}`);
    for (const ref of [
      "support@2.7",
      "support@2.8",
      "support@2.8.1",
      "support@2.9",
      "lora@1.8",
      "lora@1.9",
      "lora@2.0",
    ]) {
      expect(refs).toContain(ref);
    }
    expect(new Set(read.versions.map((one) => one.kind)).size).toBe(8);
    expect(read.versions.find((one) => one.name === "releases" && one.isAtHead)?.version).toBe("5");
  });

  it.each(["deploy-assistant", "deploy-assistant-eu"])(
    "has a promotion policy of %s that can be read",
    async (app) => {
      const policy = parseYaml(await text(`models/${app}/promotion-policy.yaml`), "policy");
      expect(promotionPolicySchema.safeParse(policy).error).toBeUndefined();
    },
  );

  it("has a golden set that can be read", async () => {
    const cases = (await text("prompts/support/tests/support_golden.jsonl"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(cases.length).toBeGreaterThanOrEqual(12);
    expect(new Set(cases.map((one) => one.id)).size).toBe(cases.length);
  });

  it.each(["2.7", "2.8", "2.8.1", "2.9"])(
    "has a golden set that can be run with support@%s and the judge",
    async (version) => {
      const withFields = async (file: string) => withData([{ path: file, text: await text(file) }]);
      const golden = "prompts/support/tests/support_golden.jsonl";
      const judge = await withFields("judges/groundedness@6.md");
      const plan = planRun({
        ...{ endpoint: "https://models.example/v1", settings: {}, repeats: 1, evidence: {} },
        prompt: parsePrompt(await withFields(`prompts/support/support@${version}.md`)),
        model: { name: "small", price: null },
        cases: readGoldenSet(await text(golden), golden),
        judge: {
          rubric: readJudgeFile({ ref: "groundedness@6", files: judge }).rubric,
          model: { name: "grader", price: null },
        },
      });
      expect(plan.cases).toHaveLength(14);
      expect(JSON.stringify(plan.cases.map(({ messages }) => messages))).not.toContain("{{");
      expect(plan.cases.filter(({ golden: one }) => one.tags.length === 0)).toEqual([]);
    },
  );

  it("can be cloned by ordinary git, with several authors", () => {
    const clone = path.join(folder, "clone");
    execFileSync("git", ["clone", "-q", directory, clone]);
    expect(existsSync(path.join(clone, "tupelo.yaml"))).toBe(true);
    const authors = execFileSync("git", ["-C", clone, "log", "--format=%ae"], { encoding: "utf8" })
      .trim()
      .split("\n");
    expect(new Set(authors).size).toBe(4);
  });

  it("is not built over another repository", async () => {
    await expect(buildDemoRepository({ directory, now: new Date() })).rejects.toThrow(/already/);
  });
});
