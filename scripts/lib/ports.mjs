import { createServer } from "node:net";
import { Failure } from "./failure.mjs";

/**
 * findFreePort asks the system for a port that nobody uses on this machine's loopback address.
 * @returns {Promise<number>}
 */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * assertPortFree refuses a port that cannot be listened on, with the variable that names another one.
 * @param {{ host: string, port: number, variable: string, purpose: string }} wanted
 */
export async function assertPortFree({ host, port, variable, purpose }) {
  const code = await new Promise((resolve) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? "unknown"));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (code === null) return;
  if (code === "EADDRINUSE") {
    const other = `${variable}=${port + 1} npm start`;
    throw new Failure(
      `Port ${port} (${purpose}) is in use: stop what uses it, or choose another with \`${other}\`.`,
    );
  }
  if (code === "EACCES") {
    throw new Failure(
      `Port ${port} (${purpose}) is not open to this user: set ${variable} to a port above 1023.`,
    );
  }
  throw new Failure(
    `${host}:${port} (${purpose}) cannot be listened on (${code}): check ${variable} and the host.`,
  );
}
