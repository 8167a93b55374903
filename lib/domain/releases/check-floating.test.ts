import { describe, expect, test } from "vitest";
import { checkFloating } from "./check-floating.ts";

const reference = (kind: string, name: string, version: string) => ({ kind, name, version });

describe("floating references are refused", () => {
  test.each([
    ["latest", "prompt", "support", "latest"],
    ["upper case", "prompt", "support", "LATEST"],
    ["an environment", "prompt", "support", "production"],
    ["a branch", "prompt", "support", "main"],
    ["a branch with a number", "prompt", "support", "refs/heads/release-2"],
    ["HEAD", "feature_view", "releases", "HEAD"],
    ["a remote branch", "feature_view", "releases", "origin/main"],
    ["an alias", "model", "lora", "champion"],
    ["a bare alias", "model", "lora", "blue"],
    ["nothing", "prompt", "support", ""],
    ["blanks", "prompt", "support", "  "],
    ["any", "prompt", "support", "*"],
    ["a caret range", "prompt", "support", "^1"],
    ["a tilde range", "prompt", "support", "~1.2"],
    ["a comparison", "prompt", "support", ">=2"],
    ["a wildcard", "prompt", "support", "1.x"],
    ["a star", "prompt", "support", "1.*"],
    ["two bounds", "prompt", "support", "1 - 2"],
    ["an image's moving tag", "serving_image", "gateway", "registry/gateway:latest"],
    ["an undated hosted model", "model", "gpt-4o", "1"],
    ["an undated hosted model as version", "model", "openai", "gpt-4o"],
    ["an undated family", "model", "claude-sonnet", "4-5"],
    ["a hosted model without version", "model", "claude-sonnet", ""],
  ])("%s", (_name, kind, name, version) => {
    expect(checkFloating(reference(kind, name, version))).toEqual(expect.any(String));
  });
});

describe("fixed references are accepted", () => {
  test.each([
    ["the article's prompt", "prompt", "support", "2.8"],
    ["a patch", "prompt", "support", "2.8.1"],
    ["the article's adapter", "model", "lora", "1.9"],
    ["a version counted by git", "feature_view", "releases", "5"],
    ["a prerelease", "prompt", "support", "2.9-rc.1"],
    ["a commit", "prompt", "support", "9f3c2a1"],
    ["a digest", "serving_image", "gateway", `sha256:${"ab".repeat(32)}`],
    ["a dated hosted model", "model", "gpt-4o", "2024-08-06"],
    ["a dated hosted model as version", "model", "anthropic", "claude-sonnet-4-5-20250929"],
    ["a hosted snapshot of four digits", "model", "openai", "gpt-4-0613"],
    ["a prompt about a hosted model", "prompt", "gpt-4o", "3"],
    ["digits of another script", "prompt", "ਸਹਾਇਤਾ", "੨.੮"],
  ])("%s", (_name, kind, name, version) => {
    expect(checkFloating(reference(kind, name, version))).toBeNull();
  });
});
