import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { completeLock, missingOptional } from "./lock-file.mjs";

test("the lock file has the optional packages of every platform (else: node scripts/complete-lock.mjs)", () => {
  const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
  expect(missingOptional(lock).map(({ name }) => name)).toEqual([]);
});

test("a missing package is added with the platform that its name says, sorted into the others", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/a": {
        version: "1.0.0",
        dev: true,
        optionalDependencies: { "@a/b-linux-x64-musl": "1.0.0" },
      },
      "node_modules/z": { version: "1.0.0" },
    },
  };
  expect(completeLock(lock)).toEqual(["@a/b-linux-x64-musl"]);
  expect(Object.keys(lock.packages)).toEqual([
    "",
    "node_modules/@a/b-linux-x64-musl",
    "node_modules/a",
    "node_modules/z",
  ]);
  expect(Object.values(lock.packages)[1]).toEqual({
    ...{ version: "1.0.0", os: ["linux"], cpu: ["x64"], libc: ["musl"], dev: true, optional: true },
  });
});

test("a range, or a name without a platform, is refused and not guessed", () => {
  const lockWith = (/** @type {Record<string, string>} */ optionalDependencies) => ({
    packages: { "": {}, "node_modules/a": { version: "1.0.0", optionalDependencies } },
  });
  expect(() => completeLock(lockWith({ "b-darwin-x64": "^1.0.0" }))).toThrow("not one version");
  expect(() => completeLock(lockWith({ "just-a-name": "1.0.0" }))).toThrow("cannot be read");
});
