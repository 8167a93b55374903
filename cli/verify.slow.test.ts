import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildChain } from "../lib/domain/audit/testing/build-chain.ts";
import { buildExport } from "../lib/domain/audit/testing/build-export.ts";

const ROOT = path.join(import.meta.dirname, "..");
const chain = buildChain(6);
const whole = buildExport(chain);
const head = chain[5]?.hash ?? "";
let file = "";

beforeAll(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), "tupelo-verify-")), "export.jsonl");
});
afterAll(() => rmSync(path.dirname(file), { recursive: true, force: true }));

/** Runs `tupelo verify` as people do, in a process of its own. */
function verify(...args: string[]) {
  const all = ["--import", "tsx", "cli/main.ts", "verify", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { cwd: ROOT, encoding: "utf8" });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

describe("tupelo verify", { timeout: 60_000 }, () => {
  it("ends with 0 and the head where the chain is proven", () => {
    writeFileSync(file, whole);
    expect(verify(file, "--checkpoint", `6:${head}`)).toEqual({
      ...{ status: 0, stdout: `ok: 6 events, head ${head}`, stderr: "" },
    });
  });

  it("ends with 1 where something is wrong, also with the command itself", () => {
    writeFileSync(file, whole.replace("latency breach", "latency peach"));
    expect(verify(file)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^wrong at event 1: /) });
    const missing = verify("nothing-here.jsonl");
    expect(missing).toMatchObject({
      ...{ status: 1, stderr: expect.stringContaining("The file nothing-here.jsonl cannot be read") },
    });
    expect(verify(file, "--checkpoint", "6:abc").stderr).toContain("seq:hash");
  });

  it("ends with 2 where the export was filtered", () => {
    writeFileSync(file, buildExport(chain.slice(2, 4), { actor: "Ada" }));
    expect(verify(file)).toMatchObject({ status: 2, stdout: expect.stringMatching(/^partial: 2 events/) });
  });
});
