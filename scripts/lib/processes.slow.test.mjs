import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/** @type {string} */
let folder;
/** @type {import("node:child_process").ChildProcess | undefined} */
let host;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tupelo-processes-"));
});
afterEach(() => {
  host?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const DIRECTORY = import.meta.dirname;
const STAYS = `
  const fs = require("node:fs");
  process.on("SIGTERM", () => { fs.appendFileSync(process.argv[2], process.argv[3] + " "); process.exit(0); });
  console.log("up"); setInterval(() => {}, 1000);`;
const ENDS = `console.log("the reason is in the log"); setTimeout(() => process.exit(3), 300);`;
const IGNORES = `process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000);`;

/**
 * Runs a small start script with stand-ins for the product's processes, and returns how it ended.
 * @param {Record<string, string>} programs name -> its source, in the order of stopping @param {NodeJS.Signals} [signal]
 */
async function runHost(programs, signal) {
  const plans = Object.entries(programs).map(([name, source], stopRank) => {
    const file = path.join(folder, `${stopRank}.cjs`);
    writeFileSync(file, source);
    return {
      name,
      args: [file, path.join(folder, "order"), name],
      stopRank,
      logFile: path.join(folder, `${stopRank}.log`),
    };
  });
  const script = path.join(folder, "host.mjs");
  writeFileSync(
    script,
    `import { createLifecycle } from "${DIRECTORY}/lifecycle.mjs";
    import { startProcess } from "${DIRECTORY}/processes.mjs";
    import { createProgress } from "${DIRECTORY}/progress.mjs";
    const lifecycle = createLifecycle({ progress: createProgress(process.stdout), cleanUp: () => {} });
    const started = ${JSON.stringify(plans)}.map((plan) => startProcess({
      ...plan, command: process.execPath, cwd: "${folder}", env: process.env, graceMs: 500 }));
    lifecycle.watchProcesses();
    setTimeout(() => console.log("pids", ...started.map(({ pid }) => pid)), 400);
    setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [script], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH },
  });
  host = child;
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  child.stdout.on(
    "data",
    (chunk) => signal !== undefined && String(chunk).includes("pids") && child.kill(signal),
  );
  const code = await new Promise((resolve) => child.once("close", resolve));
  const pids = (/pids ([\d ]+)/.exec(output)?.[1] ?? "").split(" ").filter(Boolean).map(Number);
  return { code, output, pids };
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("the processes of npm start", () => {
  test.each(/** @type {const} */ (["SIGINT", "SIGTERM"]))(
    "%s stops them in their order and leaves none",
    async (signal) => {
      const { code, pids } = await runHost({ console: STAYS, "data plane": STAYS, worker: STAYS }, signal);
      expect(code).toBe(0);
      expect(readFileSync(path.join(folder, "order"), "utf8").trim()).toBe("console data plane worker");
      expect(pids).toHaveLength(3);
      expect(pids.filter(isAlive)).toEqual([]);
    },
  );

  test("a process that ends by itself is named with its last lines, and the others are stopped", async () => {
    const { code, output } = await runHost({ console: STAYS, worker: ENDS });
    expect(code).toBe(1);
    expect(output).toContain("The worker stopped by itself (exit code 3)");
    expect(output).toContain("the reason is in the log");
    expect(readFileSync(path.join(folder, "order"), "utf8").trim()).toBe("console");
  });

  test("a process that does not want to stop is ended by force", async () => {
    const { code, pids } = await runHost({ console: IGNORES }, "SIGTERM");
    expect(code).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});
