import { describe, expect, it } from "vitest";
import { checkPins, type KnownFile } from "./check-pins.ts";
import type { PromptPin } from "./prompt.ts";

const [A, B] = ["a".repeat(64), "b".repeat(64)];
const manifestPath = "prompts/support/support@2.yaml";
const pin = (change: Partial<PromptPin>): PromptPin => ({
  path: null,
  ref: null,
  sha256: A,
  line: 7,
  ...change,
});
const file = (path: string, hash: string, ref?: string): KnownFile => ({
  path,
  contentDigest: `sha256:${hash}`,
  ...(ref === undefined ? {} : { ref }),
});
const check = (tool: PromptPin, known: KnownFile[]) =>
  checkPins({ manifestPath, fewShot: null, tools: [tool] }, known).map(({ path, line, code }) => [
    path,
    line,
    code,
  ]);
const DIFFERS = [[manifestPath, 7, "pin_differs"]];

describe("pins of a prompt's manifest", () => {
  it.each([
    [
      "a file beside the manifest",
      { path: "search.json" },
      [file("prompts/support/search.json", B)],
      DIFFERS,
    ],
    ["a file by its whole path", { path: "tools/search.json" }, [file("tools/search.json", B)], DIFFERS],
    ["a tool schema by its reference", { ref: "search@3" }, [file("tools/x.json", B, "search@3")], DIFFERS],
    ["the same bytes", { ref: "search@3" }, [file("tools/x.json", A, "search@3")], []],
    ["another version of the tool", { ref: "search@3" }, [file("tools/x.json", B, "search@4")], []],
    [
      "the file beside it before one of the same name elsewhere",
      { path: "search.json" },
      [file("tools/search.json", A), file("prompts/support/search.json", B)],
      DIFFERS,
    ],
    [
      "files of one name elsewhere, of which one fits",
      { path: "search.json" },
      [file("tools/a/search.json", B), file("tools/b/search.json", A)],
      [],
    ],
    ["a file that is not known", { path: "search.json" }, [file("tools/other.json", B)], []],
  ])("%s", (_name, change, known, found) => {
    expect(check(pin(change), known)).toEqual(found);
  });
});
