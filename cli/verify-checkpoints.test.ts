import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildChain } from "../lib/domain/audit/testing/build-chain.ts";
import { buildExport } from "../lib/domain/audit/testing/build-export.ts";
import { verifyFile } from "./verify.ts";

const chain = buildChain(6);
const [third, sixth] = [chain[2], chain[5]];
let folder = "";
let file = "";
const write = (name: string, text: string) => {
  const to = path.join(folder, name);
  writeFileSync(to, text);
  return to;
};
const git = (...args: string[]) =>
  execFileSync("git", ["-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args]);
const commit = (seq: number, hash = "") =>
  git("commit", "-q", "--allow-empty", "-m", `Promote\n\nTupelo-Audit: ${seq} ${hash}`);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tupelo-checkpoints-"));
  git("init", "-q");
  commit(3, third?.hash);
  commit(6, sixth?.hash);
  file = write("export.jsonl", buildExport(chain));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("holds the export against every trailer of a clone, and says how many there were", async () => {
  const { state, sentence } = await verifyFile(file, { repository: folder });
  expect({ state, sentence }).toEqual({
    state: "proven",
    sentence: expect.stringContaining("2 checkpoints"),
  });
});

it("finds a cut-off end by a trailer", async () => {
  const short = write("short.jsonl", buildExport(chain.slice(0, 4)));
  const verdict = await verifyFile(short, { repository: folder });
  expect(verdict).toMatchObject({ state: "wrong", sentence: expect.stringContaining("cut off") });
});

it("finds a rewritten event by a checkpoint file, and leaves other chains' lines out", async () => {
  const line = (name: string | undefined, hash: string) =>
    `${JSON.stringify({ chain: name, seq: 6, hash })}\n`;
  const others = write("others", line("prj_elsewhere", "a".repeat(64)));
  expect(await verifyFile(file, { checkpoints: others })).toMatchObject({ state: "proven" });
  const own = write("own", line(sixth?.chain, "a".repeat(64)));
  const verdict = await verifyFile(file, { checkpoints: own });
  expect(verdict).toMatchObject({ state: "wrong", sentence: expect.stringContaining("rewritten") });
  const both = await verifyFile(file, { checkpoints: own, repository: folder });
  expect(both).toMatchObject({ state: "wrong", sentence: expect.stringContaining("contradict") });
});

it("refuses a checkpoint line that is cut off, and a folder that is no clone", async () => {
  expect(await verifyFile(file, { checkpoints: write("cut", '{"chain":') })).toMatchObject({
    state: "wrong",
  });
  expect(await verifyFile(file, { repository: path.join(folder, "none") })).toMatchObject({ state: "wrong" });
});

it("passes over a line that the writer marked as torn", async () => {
  const lines = `{"chain": #torn\n${JSON.stringify({ chain: sixth?.chain, seq: 6, hash: sixth?.hash })}\n`;
  const verdict = await verifyFile(file, { checkpoints: write("torn", lines) });
  expect(verdict).toMatchObject({ state: "proven", sentence: expect.stringContaining("1 checkpoints") });
});
