import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildChain } from "../lib/domain/audit/testing/build-chain.ts";
import { buildExport } from "../lib/domain/audit/testing/build-export.ts";
import type { ChainHead } from "../lib/domain/audit/verify-chain.ts";
import { canonicalJson } from "../lib/domain/canonical-json.ts";
import { verifyFile } from "./verify.ts";

const chain = buildChain(6);
const whole = buildExport(chain);
const [first = "", ...rest] = whole.trimEnd().split("\n");
const last = rest.at(-1) ?? "";
const lines = rest.slice(0, -1);
const head = chain[5]?.hash ?? "";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tupelo-verify-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Verifies a file as the command does. */
async function verify(text: string | Uint8Array, ...checkpoint: ChainHead[]) {
  const file = path.join(folder, "export.jsonl");
  writeFileSync(file, text);
  return verifyFile(file, { checkpoint });
}

/** The export with these lines in the place of its events. */
const text = (kept: readonly string[]) => [first, ...kept, last].map((line) => `${line}\n`).join("");
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

describe("verifyFile", () => {
  it("says how many events there are and what the head is", async () => {
    expect(await verify(whole)).toEqual({ state: "proven", sentence: `ok: 6 events, head ${head}` });
  });

  it.each(OTHER_VALUES)("names the event whose %s was changed", async (field, value) => {
    const { state, sentence: said } = await verify(changed(field, value));
    expect(state).toBe("wrong");
    expect(said).toMatch(field === "seq" ? /^wrong at event 4: / : /^wrong at event 3: /);
  });

  it.each([
    ["a deleted event", [0, 1, 3, 4, 5], /^wrong at event 4: Event 3 is expected here/],
    ["a deleted first event", [1, 2, 3, 4, 5], /^wrong at event 2: Event 1 is expected here/],
    ["two events in each other's place", [0, 2, 1, 3, 4, 5], /^wrong at event 3: Event 2 is expected here/],
    ["an event that comes twice", [0, 1, 1, 2, 3, 4, 5], /^wrong at event 2: Event 3 is expected here/],
  ])("finds %s", async (_name, order, sentence) => {
    const { state, sentence: said } = await verify(text(order.map((index) => lines[index] ?? "")));
    expect(state).toBe("wrong");
    expect(said).toMatch(sentence);
  });

  it("finds a cut-off end where a checkpoint names an event beyond it", async () => {
    const short = buildExport(chain.slice(0, 4));
    expect(await verify(short)).toMatchObject({ state: "proven" });
    const { state, sentence: said } = await verify(
      short,
      { seq: 2, hash: chain[1]?.hash ?? "" },
      { seq: 6, hash: head },
    );
    expect(state).toBe("wrong");
    expect(said).toMatch(/^wrong at event 5: .*cut off/);
  });

  it("accepts checkpoints that the chain has, and refuses one that it contradicts", async () => {
    expect(await verify(whole, { seq: 6, hash: head })).toMatchObject({ state: "proven" });
    const { state, sentence: said } = await verify(whole, { seq: 6, hash: "a".repeat(64) });
    expect(state).toBe("wrong");
    expect(said).toMatch(/^wrong at event 6: .*rewritten/);
  });

  it.each([
    [
      "a line that is no JSON",
      text([...lines.slice(0, 2), "{", ...lines.slice(3)]),
      /^Line 4 is not an audit event/,
    ],
    [
      "a line with one more field",
      text([lines[0]?.replace("{", '{"aaa":1,') ?? ""]),
      /^Line 2 is not an audit event/,
    ],
    [
      "a line that says a field twice",
      text([lines[0]?.replace("{", '{"actorName":"Eve",') ?? ""]),
      /^Line 2 is not written as it was exported/,
    ],
    ["an empty line", text([lines[0] ?? "", "", lines[1] ?? ""]), /^Line 3 is not an audit event/],
    ["an empty file", "", /^The file is empty/],
    ["a file that is no UTF-8", new Uint8Array([0x7b, 0xff]), /cannot be read/],
    ["a file without its last line", `${[first, ...lines].join("\n")}\n`, /^The file has no closing line/],
    ["a file without its last byte", whole.slice(0, -1), /^Line 8 does not end/],
    ["a line after the last one", `${whole}{}\n`, /^Line 9 stands after the closing line/],
    [
      "fewer events than the last line says",
      text(lines.slice(0, 5)),
      /^The closing line speaks of 6 events up to event 6, but 5/,
    ],
    ["a changed first line", whole.replace("deploybuddy", "deployhurry"), /another digest/],
    ["the CSV export", "chain,seq,at\r\n", /^This is the CSV export/],
  ])("refuses %s", async (_name, content, sentence) => {
    const { state, sentence: said } = await verify(content);
    expect(state).toBe("wrong");
    expect(said).toMatch(sentence);
  });

  it("says of a filtered export that it proves no chain, and finds what is wrong in it all the same", async () => {
    const some = [chain[1], chain[2], chain[4]].flatMap((event) => event ?? []);
    const filtered = buildExport(some, { environment: "production" });
    expect(await verify(filtered)).toMatchObject({
      state: "partial",
      sentence: expect.stringMatching(/^partial: 3 events/),
    });
    expect((await verify(filtered.replace("latency breach", "latency peach"))).sentence).toMatch(
      /^wrong at event 2: /,
    );
    const moved = buildExport([...some].reverse(), { environment: "production" });
    expect((await verify(moved)).sentence).toMatch(/^wrong at event 3: .*moved/);
    expect((await verify(filtered, { seq: 3, hash: "a".repeat(64) })).sentence).toMatch(
      /^wrong at event 3: .*rewritten/,
    );
  });

  it("names a changed event before an unreadable line that comes after it", async () => {
    const broken = changed("reason", "nothing happened").replace(lines[4] ?? "", "{");
    expect((await verify(broken)).sentence).toMatch(/^wrong at event 3: /);
  });
});
