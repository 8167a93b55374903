import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { stopEverything } from "./processes.mjs";

/** Tests make and drop many databases and lose nothing that anybody needs. */
const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];

/**
 * startTestServer gives tests a Postgres: the one of TEST_DATABASE_URL, or one that lives in a temporary folder.
 * @param {string} root
 */
export async function startTestServer(root) {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") return { url: given, stop: async () => undefined };
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-test-"));
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const stop = async () => {
    await stopEverything();
    remove();
  };
  try {
    const server = await startEmbeddedPostgres({
      ...{ root, dataFolder: path.join(folder, "postgres"), password: "test", options: FAST },
      logFile: path.join(folder, "postgres.log"),
    });
    return { url: server.adminUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
