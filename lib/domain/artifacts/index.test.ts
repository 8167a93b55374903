import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { artifactDigest } from "./artifact-digest.ts";
import type { ArtifactKind } from "./artifact-kind.ts";
import { guardrailPolicy } from "./guardrail-policy.ts";
import { ARTIFACT_KINDS, findKind, isKindName, KIND_NAMES } from "./index.ts";

const entries: readonly ArtifactKind[] = ARTIFACT_KINDS;

describe("the kinds of artifacts", () => {
  it("are the twelve of the glossary, each once", () => {
    expect(new Set(KIND_NAMES).size).toBe(12);
    expect(KIND_NAMES).toHaveLength(12);
  });

  it("have a file each, named after the kind, and every file is listed", () => {
    const others = ["artifact-digest.ts", "artifact-kind.ts", "check-artifact.ts", "index.ts"];
    const files = readdirSync(import.meta.dirname).filter(
      (file) => /^[a-z-]+\.ts$/.test(file) && !others.includes(file),
    );
    expect(files.sort()).toEqual(KIND_NAMES.map((kind) => `${kind.replaceAll("_", "-")}.ts`).sort());
  });

  it.each(entries.map((entry) => [entry.kind, entry] as const))("%s explains itself", (_kind, entry) => {
    expect(entry.kind).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(entry.label).toMatch(/^[A-Z][a-z ]+$/);
    expect(entry.whyItChangesAnswers).toMatch(/^[A-Z].{20,130}\.$/);
    expect(entry.contentType).toMatch(/^(text|application)\/[a-z-]+$/);
    expect(findKind(entry.kind)).toBe(entry);
    for (const fact of entry.readMeta?.([{ path: "x", text: "{{a}} {{b}}\n" }]) ?? [])
      expect(fact.value).not.toBe("");
    expect(() => entry.readMeta?.([{ path: "x", text: null }])).not.toThrow();
  });

  it("row 68: count the rules of a policy at once, whatever blank lines and spaces it has", () => {
    const rulesOf = (text: string) => guardrailPolicy.readMeta([{ path: "p.md", text }])[0]?.value;
    expect(rulesOf("# Rules\n1. Refuse.\n\n  - Be kind.\n2) Cite.\n* Stop.\n-\n")).toBe("4");
    for (const text of ["\n", " ", "1", "\t"]) expect(rulesOf(text.repeat(400_000))).toBeUndefined();
  });

  it("do not include what only looks like one", () => {
    for (const name of ["", "Prompt", "constructor", "__proto__", "prompt "])
      expect(isKindName(name)).toBe(false);
  });
});

describe("the digest of a version", () => {
  const a = { path: "features/é.py", contentDigest: "sha256:aa" };
  const b = { path: "features/z.yaml", contentDigest: "sha256:bb" };

  it("does not depend on the order of files", () => {
    expect(artifactDigest([a, b])).toBe(artifactDigest([b, a]));
    expect(artifactDigest([a, b])).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("changes with a path as with a content", () => {
    const digests = [[a], [b], [a, b], [{ ...a, path: "x" }], [{ ...a, contentDigest: "sha256:cc" }]].map(
      artifactDigest,
    );
    expect(new Set(digests).size).toBe(5);
  });
});
