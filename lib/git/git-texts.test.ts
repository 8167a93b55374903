import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../contents/parse-yaml.ts";
import { promotionBranch, reconciliationBranch } from "../domain/gitops/branch-names.ts";
import { checkBranchName } from "../domain/gitops/check-branch-name.ts";
import { buildPromotionText, buildReconciliationText } from "../domain/gitops/pull-request-text.ts";
import { releaseManifestSchema, writeReleaseManifest } from "../domain/gitops/release-manifest.ts";
import { parseLayout } from "./parse-layout.ts";

const AUDIT = { seq: 7, hash: "ab12" };
const trailers = (message: string) =>
  execFileSync("git", ["interpret-trailers", "--parse"], { input: message, encoding: "utf8" })
    .trim()
    .split("\n");

describe("a release's manifest", () => {
  it("reads as it was written, whatever names it holds", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((one) => one !== "__proto__");
    const digest = `sha256:${"a".repeat(64)}`;
    const component = fc
      .record({ ref: text, path: text })
      .map((one) => ({ ...one, digest, commit: "1".repeat(40) }));
    const id = fc.string({ unit: fc.constantFrom(..."0123456789e"), minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(id, fc.dictionary(text, component), (release, parts) => {
        const components = Object.entries(parts).map(([key, part]) => ({ key, ...part }));
        const written = writeReleaseManifest({ id: release, manifestDigest: digest, components });
        const read = releaseManifestSchema.parse(parseYaml(written, "x.yaml"));
        expect(read.id).toBe(release);
        expect(new Set(read.components.map((one) => JSON.stringify(one)))).toEqual(
          new Set(
            components.map(({ key, ref, digest: d, path, commit }) =>
              JSON.stringify({ key, ref, digest: d, path, commit }),
            ),
          ),
        );
      }),
    );
  });
});

describe("the words of a pull request", () => {
  it("keep their trailers whatever people write", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (hostile) => {
        const title = `${hostile}\n\nTupelo-Audit: 1 forged`;
        const promotion = buildPromotionText({
          environment: "production",
          releaseId: "f91be2a454",
          baseReleaseId: null,
          manifestDigest: "sha256:aa",
          title,
          changes: [{ key: "prompt", from: title, to: null }],
          approvedBy: [title],
          gate: [{ label: title, verdict: "pass", limit: title, sentence: title }],
          blockers: [{ code: "gate_failed", sentence: title }],
          audit: AUDIT,
        });
        expect(promotion.title.split(/[\r\n]/)).toHaveLength(1);
        expect(
          promotion.commitMessage.split("\n").filter((line) => line.startsWith("Tupelo-Audit:")),
        ).toHaveLength(1);
      }),
    );
    const { commitMessage } = buildReconciliationText({
      environment: "production",
      servedReleaseId: "698df6d7ad",
      desiredReleaseId: "f91be2a454",
      manifestDigest: "sha256:aa",
      reason: "wrong answers\n\nTupelo-Audit: 1 forged\n",
      actor: "A. Okafor",
      audit: AUDIT,
    });
    expect(trailers(commitMessage)).toEqual(["Tupelo-Manifest: sha256:aa", "Tupelo-Audit: 7 ab12"]);
  });

  it("have branches that git accepts", () => {
    for (const branch of [
      promotionBranch("production", "f91be2a454", 3),
      reconciliationBranch("eu-west", 1),
    ]) {
      expect(() => checkBranchName(branch)).not.toThrow();
      execFileSync("git", ["check-ref-format", "--branch", branch]);
    }
  });
});

describe("tupelo.yaml", () => {
  const BASE = "project: deploybuddy\nlayout:\n  prompt: prompts/{name}@{version}.md\nenvironments:\n";
  const STAGING = "  staging: { aliases: deployments/staging/aliases.yaml }\n";

  it("keeps the order of kinds and environments", () => {
    const layout = parseLayout(
      `${BASE.replace("  prompt", "  judge: judges/{name}.md\n  prompt")}  production: { aliases: b.yaml, after: staging }\n${STAGING}`,
    );
    expect(layout.kinds.map((entry) => entry.kind)).toEqual(["judge", "prompt"]);
    expect(Object.keys(layout.environments)).toEqual(["production", "staging"]);
  });

  it.each([
    ["an unknown kind", BASE.replace("prompt:", "promt:") + STAGING, /line 3.*promt/],
    ["an unknown field", `extra: 1\n${BASE}${STAGING}`, /line 1/],
    ["a bad glob", BASE.replace("{version}", "{v}") + STAGING, /line 3.*placeholders/],
    [
      "an unknown environment before",
      `${BASE}  production: { aliases: a.yaml, after: test }\n`,
      /line 5.*no other environment/,
    ],
    ["a path that climbs", `${BASE}  staging: { aliases: ../x }\n`, /line 5/],
    ["a repeated key", `project: a\n${BASE}${STAGING}`, /line 2/],
    ["a tab", `\t${BASE}`, /line 1/],
    ["a foreign tag", `project: !!python/object x\n`, /line 1/],
    [
      "aliases that multiply",
      `a: &a [x,x]\n${"bcdefgh"
        .split("")
        .map((k, i) => `${k}: &${k} [${`*${"abcdefg"[i]},`.repeat(9)}]`)
        .join("\n")}`,
      /tupelo.yaml/,
    ],
    ["deep nesting", `project: ${"[".repeat(100_000)}`, /tupelo.yaml/],
    ["a number for a name", `project: 12345\n`, /line 1/],
    ["nothing", "", /line 1/],
    ["a list", "- a\n", /line 1/],
  ])("is refused with its line for %s", (_name, text, message) => {
    expect(() => parseLayout(text)).toThrow(message);
  });
});
