import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildChain } from "../lib/domain/audit/testing/build-chain.ts";
import { canonicalJson } from "../lib/domain/canonical-json.ts";

const ROOT = path.join(import.meta.dirname, "..");
const chain = buildChain(6);
const lines = chain.map((event) => canonicalJson(event));
const head = chain[5]?.hash ?? "";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tupelo-verify-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `tupelo verify` as people do, in a process of its own. */
function verify(text: string | Uint8Array, ...options: string[]) {
  const file = path.join(folder, "export.jsonl");
  writeFileSync(file, text);
  const args = ["--import", "tsx", "cli/main.ts", "verify", file, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

const text = (kept: readonly string[]) => kept.map((line) => `${line}\n`).join("");
/** The export with one field of event 3 replaced. */
const changed = (field: string, value: unknown) =>
  text(
    chain.map((event) =>
      event.seq === 3
        ? canonicalJson(Object.fromEntries(Object.entries({ ...event, [field]: value })))
        : canonicalJson(event),
    ),
  );

const OTHER_VALUES: [string, unknown][] = [
  ["chain", "prj_2"],
  ["seq", 4],
  ["at", "2026-05-04T09:00:03.001Z"],
  ["actorKind", "service"],
  ["actorId", "acc_eve"],
  ["actorName", "Eve"],
  ["action", "release.removed"],
  ["resourceKind", "promotion"],
  ["resourceId", "698df6d7ad"],
  ["environment", "staging"],
  ["releaseId", "698df6d7ad"],
  ["before", { state: "draft", reviewers: 4 }],
  ["after", null],
  ["reason", "nothing happened"],
  ["requestId", "req_2"],
  ["prevHash", "f".repeat(64)],
  ["hash", "f".repeat(64)],
];

describe("tupelo verify", { timeout: 60_000 }, () => {
  it("says how many events there are and what the head is", () => {
    expect(verify(text(lines))).toEqual({ status: 0, stdout: `ok: 6 events, head ${head}`, stderr: "" });
  });

  it.each(OTHER_VALUES)("names the event whose %s was changed", (field, value) => {
    const { status, stderr } = verify(changed(field, value));
    expect(status).toBe(1);
    expect(stderr).toMatch(field === "seq" ? /^wrong at event 4: / : /^wrong at event 3: /);
  });

  it.each([
    ["a deleted event", [0, 1, 3, 4, 5], /^wrong at event 4: Event 3 is expected here/],
    ["a deleted first event", [1, 2, 3, 4, 5], /^wrong at event 2: Event 1 is expected here/],
    ["two events in each other's place", [0, 2, 1, 3, 4, 5], /^wrong at event 3: Event 2 is expected here/],
    ["an event that comes twice", [0, 1, 1, 2, 3, 4, 5], /^wrong at event 2: Event 3 is expected here/],
  ])("finds %s", (_name, order, sentence) => {
    const { status, stderr } = verify(text(order.map((index) => lines[index] ?? "")));
    expect(status).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it("finds a cut-off end where a checkpoint names an event beyond it", () => {
    const short = text(lines.slice(0, 4));
    expect(verify(short).status).toBe(0);
    const { status, stderr } = verify(short, "--checkpoint", `2:${chain[1]?.hash}`, `6:${head}`);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^wrong at event 5: .*cut off/);
  });

  it("accepts checkpoints that the chain has, and refuses one that it contradicts", () => {
    expect(verify(text(lines), "--checkpoint", `6:${head}`).status).toBe(0);
    const { status, stderr } = verify(text(lines), "--checkpoint", `6:${"a".repeat(64)}`);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^wrong at event 6: .*rewritten/);
  });

  it.each([
    [
      "a line that is no JSON",
      text([...lines.slice(0, 2), "{", ...lines.slice(3)]),
      /^Line 3 is not an audit event/,
    ],
    [
      "a line with one more field",
      text([lines[0]?.replace("{", '{"aaa":1,') ?? ""]),
      /^Line 1 is not an audit event/,
    ],
    [
      "a line that says a field twice",
      text([lines[0]?.replace("{", '{"actorName":"Eve",') ?? ""]),
      /^Line 1 is not written as it was exported/,
    ],
    ["an empty line", text([lines[0] ?? "", "", lines[1] ?? ""]), /^Line 2 is not an audit event/],
    ["an empty file", "", /^The file is empty/],
    ["a file that is no UTF-8", new Uint8Array([0x7b, 0xff]), /cannot be read/],
  ])("refuses %s", (_name, content, sentence) => {
    const { status, stderr } = verify(content);
    expect(status).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it("names a changed event before an unreadable line that comes after it", () => {
    const broken = changed("reason", "nothing happened").replace(lines[4] ?? "", "{");
    expect(verify(broken).stderr).toMatch(/^wrong at event 3: /);
  });

  it("says what is wrong with the command itself", () => {
    const missing = spawnSync(
      process.execPath,
      ["--import", "tsx", "cli/main.ts", "verify", "nothing-here.jsonl"],
      {
        cwd: ROOT,
        encoding: "utf8",
      },
    );
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain("The file nothing-here.jsonl cannot be read");
    expect(verify(text(lines), "--checkpoint", "6:abc").stderr).toContain("seq:hash");
  });
});
