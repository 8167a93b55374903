import { describe, expect, it } from "vitest";
import { judgeHref } from "@/components/comparison/judge-href.ts";

describe("judgeHref", () => {
  it.each([
    ["a plain reference", "groundedness@7", "/p/judges/groundedness?version=7"],
    ["a name with an @", "a@b@2", "/p/judges/a%40b?version=2"],
    ["a name with a slash", "safety/tone@1.0", "/p/judges/safety%2Ftone?version=1.0"],
    ["a reference without a version", "groundedness", "/p/judges/groundedness"],
  ])("leads to the judge's page from %s", (_name, ref, href) => {
    expect(judgeHref("p", ref)).toBe(href);
  });
});
