import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export type StartedServer = { url: string; stop: () => Promise<void> };

/** startServer starts a server in a process of its own and answers once it has printed its address. */
export async function startServer(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<StartedServer> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await addressOf(child);
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += String(chunk);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`a server ended with ${code}: ${output.slice(-500)}`)));
  });
}
