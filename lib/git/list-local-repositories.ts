import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { isFolderName } from "../domain/gitops/check-repository.ts";

/**
 * listLocalRepositories names the folders directly below `opsRepoDir` that hold a bare git repository, by name. Links
 * and names that no project may have are left out; a folder that is away holds nothing.
 */
export function listLocalRepositories(opsRepoDir: string): string[] {
  if (!existsSync(opsRepoDir)) return [];
  return readdirSync(opsRepoDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFolderName(entry.name))
    .map(({ name }) => name)
    .filter((name) =>
      ["HEAD", "objects", "refs"].every((part) => existsSync(path.join(opsRepoDir, name, part))),
    )
    .sort();
}
