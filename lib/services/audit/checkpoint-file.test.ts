import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openCheckpointFile } from "./checkpoint-file.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tupelo-checkpoint-file-"));
  file = path.join(folder, "checkpoints.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (seq: number, chain = "prj_1") => ({ ...known(seq, chain), count: seq });
const known = (seq: number, chain = "prj_1") => ({
  ...{ chain, seq, hash: String(seq % 10).repeat(64), at: "2026-05-04T09:00:00.000Z" },
});

it("is empty before it is there, and keeps what is added, for the owner alone", async () => {
  const kept = openCheckpointFile(file);
  expect([...(await kept.readNewest())]).toEqual([]);
  await kept.append([line(3), line(7, "installation")]);
  await kept.append([line(5)]);
  expect([...(await kept.readNewest()).values()]).toMatchObject([known(5), known(7, "installation")]);
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(4);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("reads what another process adds, and starts anew in another file", async () => {
  const [one, two] = [openCheckpointFile(file), openCheckpointFile(file)];
  await one.append([line(3)]);
  await one.readNewest();
  await two.append([line(4)]);
  expect((await one.readNewest()).get("prj_1")).toMatchObject(known(4));
  renameSync(file, `${file}.old`);
  expect((await one.readNewest()).size).toBe(0);
  await two.append([line(2)]);
  expect((await one.readNewest()).get("prj_1")).toMatchObject(known(2));
});

it("marks a line that a dead process did not finish, and goes on after it", async () => {
  const kept = openCheckpointFile(file);
  await kept.append([line(3)]);
  appendFileSync(file, '{"at":"2026-0');
  expect((await kept.readNewest()).get("prj_1")).toMatchObject(known(3));
  await kept.append([line(4)]);
  expect((await kept.readNewest()).get("prj_1")).toMatchObject(known(4));
  expect(readFileSync(file, "utf8")).toContain('{"at":"2026-0 #torn\n');
});

it("names a line that was changed", async () => {
  const kept = openCheckpointFile(file);
  await kept.append([line(3), line(4)]);
  writeFileSync(file, readFileSync(file, "utf8").replace('"seq":4', '"seq":"4"'));
  await expect(kept.readNewest()).rejects.toThrow("Line 2 of the checkpoints");
});
