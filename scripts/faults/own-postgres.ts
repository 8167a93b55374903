import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "../lib/embedded-postgres.mjs";
import { stopEverything } from "../lib/processes.mjs";
import { killTree } from "./kill-tree.ts";

/** A Postgres that nobody else uses, with its durability on. */
export type OwnPostgres = {
  adminUrl: () => string;
  /** Ends the server and all its processes at once, starts it again on the same data, and answers its new address. */
  killAndRestart: () => Promise<string>;
  stop: () => Promise<void>;
};

/** startOwnPostgres starts a server in a temporary folder, as production runs it: an acknowledged commit is on disk. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-faults-"));
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  const plan = {
    root: path.resolve(import.meta.dirname, "../.."),
    ...{ dataFolder: path.join(folder, "postgres"), password: "test", options: ["fsync=on"] },
    logFile: path.join(folder, "postgres.log"),
  };
  let server = await startEmbeddedPostgres(plan);
  return {
    adminUrl: () => server.adminUrl,
    killAndRestart: async () => {
      killTree(server.process.pid);
      await server.process.exited;
      server = await startEmbeddedPostgres(plan);
      return server.adminUrl;
    },
    stop: async () => {
      await stopEverything();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
