import { describe, expect, it } from "vitest";
import { pullRequestPages } from "./pull-request-pages.ts";

describe("people see a pull request", () => {
  const ours = { gitHost: "github", repository: "deploybuddy/ops" };

  it.each([
    { at: "github.com, where nothing is set", api: "", pages: "https://github.com/deploybuddy/ops/pull/" },
    { at: "github.com", api: "https://api.github.com/", pages: "https://github.com/deploybuddy/ops/pull/" },
    {
      at: "a server of their own",
      api: "https://github.example.com/api/v3",
      pages: "https://github.example.com/deploybuddy/ops/pull/",
    },
  ])("at $at", ({ api, pages }) => {
    expect(pullRequestPages(ours, api)).toBe(pages);
  });

  it("nowhere on the local host", () => {
    expect(pullRequestPages({ gitHost: "local", repository: "ops.git" }, "")).toBeNull();
  });
});
