import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, it } from "vitest";
import { createTestDatabase } from "../db/testing/test-database.ts";

const MAIN = path.join(import.meta.dirname, "main.ts");

function start(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
    env: { PATH: process.env.PATH, NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += String(chunk);
  });
  return { child, output: () => text };
}

it("starts as a process, logs its address, and ends with 0 on SIGTERM", async () => {
  const test = await createTestDatabase();
  const { child, output } = start({ DATABASE_URL: test.url, DATA_PLANE_PORT: "0" });
  await expect.poll(output, { timeout: 20_000 }).toContain("the data plane listens");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0] ?? "";
  expect((await fetch(`${url}/api/ready`)).status).toBe(200);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  await test.drop();
});

it("says in one sentence what is missing and ends with 1", async () => {
  const { child, output } = start({ DATA_PLANE_PORT: "99999" });
  expect((await once(child, "exit"))[0]).toBe(1);
  expect(output()).toContain("The data plane cannot start. DATABASE_URL");
});
