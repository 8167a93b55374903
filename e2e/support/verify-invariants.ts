import { execFile } from "node:child_process";
import path from "node:path";
import type { Product } from "./start-product.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** verifyInvariants runs `npm run verify-invariants` on a product and returns what it said, the count at its end. */
export function verifyInvariants(product: Product): Promise<string> {
  const env = {
    ...process.env,
    DATABASE_URL: product.databaseUrl,
    OPS_REPO_DIR: path.dirname(product.repository),
  };
  const args = ["--import", "tsx", "scripts/verify-invariants.ts"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (_error, stdout, stderr) => {
      resolve(`${stdout}${stderr}`.trim());
    });
  });
}
