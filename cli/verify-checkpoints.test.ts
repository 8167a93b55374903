import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildChain } from "../lib/domain/audit/testing/build-chain.ts";
import { canonicalJson } from "../lib/domain/canonical-json.ts";
import { verifyFile } from "./verify.ts";

const chain = buildChain(6);
const [third, sixth] = [chain[2], chain[5]];
let folder = "";
let file = "";
const write = (name: string, lines: readonly string[]) => {
  const to = path.join(folder, name);
  writeFileSync(to, lines.map((line) => `${line}\n`).join(""));
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
  file = write(
    "export.jsonl",
    chain.map((event) => canonicalJson(event)),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("holds the export against every trailer of a clone, and says how many there were", async () => {
  const { isOk, sentence } = await verifyFile(file, { repository: folder });
  expect({ isOk, sentence }).toEqual({ isOk: true, sentence: expect.stringContaining("2 checkpoints") });
});

it("finds a cut-off end by a trailer", async () => {
  const short = write(
    "short.jsonl",
    chain.slice(0, 4).map((event) => canonicalJson(event)),
  );
  const verdict = await verifyFile(short, { repository: folder });
  expect(verdict).toMatchObject({ isOk: false, sentence: expect.stringContaining("cut off") });
});

it("finds a rewritten event by a checkpoint file, and leaves other chains' lines out", async () => {
  const line = (name: string | undefined, hash: string) => JSON.stringify({ chain: name, seq: 6, hash });
  const others = write("others", [line("prj_elsewhere", "a".repeat(64))]);
  expect(await verifyFile(file, { checkpoints: others })).toMatchObject({ isOk: true });
  const own = write("own", [line(sixth?.chain, "a".repeat(64))]);
  const verdict = await verifyFile(file, { checkpoints: own });
  expect(verdict).toMatchObject({ isOk: false, sentence: expect.stringContaining("rewritten") });
  const both = await verifyFile(file, { checkpoints: own, repository: folder });
  expect(both).toMatchObject({ isOk: false, sentence: expect.stringContaining("contradict") });
});

it("refuses a checkpoint line that is cut off, and a folder that is no clone", async () => {
  expect(await verifyFile(file, { checkpoints: write("cut", ['{"chain":']) })).toMatchObject({ isOk: false });
  expect(await verifyFile(file, { repository: path.join(folder, "none") })).toMatchObject({ isOk: false });
});
