import { describe, expect, it } from "vitest";
import { safeNextPath } from "./next-path.ts";

describe("safeNextPath", () => {
  it.each([
    ["a path", "/deploybuddy/releases?x=1#y", "/deploybuddy/releases?x=1#y"],
    ["nothing", undefined, "/"],
    ["another host", "https://evil.example/", "/"],
    ["a host without a scheme", "//evil.example", "/"],
    ["a backslash", "/\\evil.example", "/"],
    ["a tab that browsers drop", "/\t/evil.example", "/"],
    ["a script", "javascript:alert(1)", "/"],
    ["two values", ["/a", "/b"], "/"],
    ["dots that lead to two slashes", "/..//evil.example", "/"],
    ["the sign-in page itself", "/sign-in?next=/", "/"],
  ])("%s", (_name, value, expected) => expect(safeNextPath(value)).toBe(expected));
});
