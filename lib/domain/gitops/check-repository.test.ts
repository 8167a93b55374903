import { describe, expect, it } from "vitest";
import { checkRepository } from "./check-repository.ts";

describe("a project's repository", () => {
  it.each([
    ["local", "ops.git", "ops.git"],
    ["github", "DeployBuddy/ops", "DeployBuddy/ops"],
    ["github", "https://github.com/DeployBuddy/ops.git", "DeployBuddy/ops"],
  ] as const)("%s %s is kept as %s", (gitHost, text, kept) => {
    expect(checkRepository(gitHost, text)).toBe(kept);
  });

  it.each([
    ["local", "https://github.com/deploybuddy/ops"],
    ["local", "file:///etc"],
    ["local", "/etc"],
    ["local", "../ops.git"],
    ["local", "a/b"],
    ["local", "ext::sh"],
    ["local", ""],
    ["github", "ops.git"],
    ["github", "https://evil.example/deploybuddy/ops"],
    ["github", "ssh://git@github.com/deploybuddy/ops"],
  ] as const)("refuses as %s: %j", (gitHost, text) => {
    expect(() => checkRepository(gitHost, text)).toThrow(expect.objectContaining({ code: "bad-repository" }));
  });
});
