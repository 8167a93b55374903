import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { git } from "./ordinary-git.ts";
import type { Product } from "./start-product.ts";

type PromptCommit = {
  /** Where to clone to; must not exist yet. */
  folder: string;
  version: string;
  text: string;
  message: string;
};

/** commitPrompt writes a version of the support prompt as the demo's author, pushes it to main, and returns the commit. */
export async function commitPrompt(product: Product, input: PromptCommit): Promise<string> {
  const { folder, version, text, message } = input;
  const { email } = product.account("author");
  await git(tmpdir(), "clone", "--quiet", product.repository, folder);
  await writeFile(path.join(folder, `prompts/support/support@${version}.md`), text);
  await git(folder, "add", "prompts");
  const identity = ["-c", "user.name=Jin Park", "-c", `user.email=${email}`];
  await git(folder, ...identity, "commit", "--quiet", "-m", message);
  await git(folder, "push", "--quiet", "origin", "HEAD:main");
  return git(folder, "rev-parse", "HEAD");
}
