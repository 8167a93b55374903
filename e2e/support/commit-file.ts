import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { git } from "./ordinary-git.ts";
import type { Product } from "./start-product.ts";

/** commitFile writes one file of the ops repository as the demo's admin and pushes it to main. */
export async function commitFile(
  product: Product,
  file: string,
  text: string,
  message: string,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "tupelo-commit-"));
  const clone = path.join(folder, "clone");
  const { email } = product.account("admin");
  await git(tmpdir(), "clone", "--quiet", product.repository, clone);
  await writeFile(path.join(clone, file), text);
  await git(clone, "add", file);
  const identity = ["-c", "user.name=Elif Marsh", "-c", `user.email=${email}`];
  await git(clone, ...identity, "commit", "--quiet", "-m", message);
  await git(clone, "push", "--quiet", "origin", "HEAD:main");
  await rm(folder, { recursive: true, force: true });
}
