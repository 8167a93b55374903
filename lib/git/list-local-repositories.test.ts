import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createBareRepository } from "./create-bare-repository.ts";
import { listLocalRepositories } from "./list-local-repositories.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tupelo-repositories-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("bare repositories are listed by name; other folders, files, links and odd names are not", async () => {
  const inside = path.join(folder, "repositories");
  for (const name of ["two.git", "one.git", "Upper.git"]) await createBareRepository(path.join(inside, name));
  mkdirSync(path.join(inside, "notes"));
  writeFileSync(path.join(inside, "file.git"), "");
  await createBareRepository(path.join(folder, "outside.git"));
  symlinkSync(path.join(folder, "outside.git"), path.join(inside, "link.git"));
  expect(listLocalRepositories(inside)).toEqual(["one.git", "two.git"]);
  expect(listLocalRepositories(path.join(folder, "away"))).toEqual([]);
});
