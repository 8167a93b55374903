import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { withData } from "../lib/contents/read-data.ts";
import { checkArtifact } from "../lib/domain/artifacts/check-artifact.ts";
import { createPathReader } from "../lib/domain/gitops/path-reader.ts";
import { parseLayout } from "../lib/git/parse-layout.ts";
import { initFolder } from "./init.ts";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const parent = mkdtempSync(path.join(tmpdir(), "tupelo-init-"));
  made.push(parent);
  const folder = path.join(parent, "Support Bot");
  for (const [name, text] of Object.entries({ "README.md": "Read me.\n", ...files })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const EXPORT = JSON.stringify({
  name: "support",
  type: "chat",
  version: 7,
  messages: [{ role: "system", content: "Help {{user}}." }],
  config: { model: "gpt-4o-2024-08-06", temperature: 0.2 },
});
const PROMPTFOO = `prompts: [file://prompts/answer.txt]
providers: [openai:gpt-4o-2024-08-06]
tests:
  - vars: { question: When? }
    assert: [{ type: contains, value: hours }]
`;

const LAYOUTS: [string, Record<string, string>, string[]][] = [
  [
    "text files in one folder",
    { "prompts/greeting.txt": "Greet {{user}}.\n", "prompts/farewell.txt": "Say goodbye.\n" },
    ["prompt farewell", "prompt greeting"],
  ],
  [
    "a folder per prompt and version",
    {
      "prompts/triage/v1/prompt.yaml": "template: Sort it.\n",
      "prompts/triage/v2/prompt.yaml": "template: Sort.\n",
    },
    ["prompt triage@v1", "prompt triage@v2"],
  ],
  ["exports of a prompt server", { "prompts/support.json": EXPORT }, ["prompt support"]],
  [
    "promptfoo",
    { "promptfooconfig.yaml": PROMPTFOO, "prompts/answer.txt": "Answer {{question}}.\n" },
    ["golden_set support-bot", "prompt answer"],
  ],
  [
    "Dotprompt",
    {
      "prompts/menu.prompt": "---\nmodel: googleai/gemini-1.5-flash-002\n---\nSuggest {{theme}}.\n",
      "prompts/menu.short.prompt": "---\nmodel: googleai/gemini-1.5-flash-002\n---\nSuggest.\n",
    },
    ["prompt menu", "prompt menu.short"],
  ],
  [
    "drafts beside prompts are no versions",
    {
      "prompts/triage/drafts/a.md": "a\n",
      "prompts/triage/system.md": "Sort.\n",
      "prompts/triage/user.md": "{{q}}\n",
    },
    ["prompt triage", "prompt triage"],
  ],
];

describe("tupelo init", () => {
  it.each(LAYOUTS)("adopts %s without moving a file", async (_name, files, artifacts) => {
    const folder = folderOf(files);
    expect((await initFolder(folder, false)).isOk).toBe(true);
    const layout = parseLayout(readFileSync(path.join(folder, "tupelo.yaml"), "utf8"));
    expect(layout.project).toBe("support-bot");
    const reader = createPathReader(layout);
    const read = Object.keys(files).flatMap((file) => {
      const place = reader(file);
      return place === null ? [] : [{ ...place, file }];
    });
    const shown = read.map(
      ({ kind, name, version }) => `${kind} ${name}${version === null ? "" : `@${version}`}`,
    );
    expect(shown.sort()).toEqual(artifacts);
    expect(read.flatMap(({ others }) => others)).toEqual([]);
    for (const { kind, file } of read) {
      const problems = checkArtifact(kind, withData([{ path: file, text: files[file] ?? null }]));
      expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
    }
  });

  it("says what it found, and never overwrites", async () => {
    const folder = folderOf({ "prompts/a.txt": "a\n" });
    const dry = await initFolder(folder, true);
    expect(dry.lines.join("\n")).toContain("prompt: 1 file, prompts/a.txt");
    await initFolder(folder, false);
    const before = readFileSync(path.join(folder, "tupelo.yaml"), "utf8");
    expect(await initFolder(folder, false)).toMatchObject({
      isOk: false,
      lines: [expect.stringContaining("left as it is")],
    });
    expect(readFileSync(path.join(folder, "tupelo.yaml"), "utf8")).toBe(before);
  });

  it("writes a layout that can be read where nothing was found, and refuses a folder that is not there", async () => {
    const folder = folderOf({});
    expect((await initFolder(folder, false)).lines[0]).toContain("by hand");
    expect(parseLayout(readFileSync(path.join(folder, "tupelo.yaml"), "utf8")).kinds).toEqual([]);
    expect((await initFolder(path.join(folder, "none"), false)).isOk).toBe(false);
  });
});
