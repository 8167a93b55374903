import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createBareRepository } from "../../git/create-bare-repository.ts";
import { createGitHostFor } from "../../git/git-host-for.ts";
import type { ServiceContext } from "../context.ts";

/** A server's OPS_REPO_DIR with empty repositories in it. */
export type RepositoryFolder = {
  directory: string;
  gitHostFor: ServiceContext["gitHostFor"];
  close: () => void;
};

/** createRepositoryFolder makes the folder and a bare repository of each name. */
export async function createRepositoryFolder(names: readonly string[]): Promise<RepositoryFolder> {
  const directory = mkdtempSync(path.join(tmpdir(), "tupelo-repositories-"));
  for (const name of names) await createBareRepository(path.join(directory, name));
  return {
    directory,
    gitHostFor: createGitHostFor(directory),
    close: () => rmSync(directory, { recursive: true }),
  };
}
