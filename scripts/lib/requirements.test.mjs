import { expect, test } from "vitest";
import { isInstalled } from "./install.mjs";
import { findUser } from "./postgres-user.mjs";
import { nodeProblem } from "./requirements.mjs";

test.each([
  ["20.18.3", false],
  ["20.19.0", true],
  ["21.7.0", false],
  ["22.11.0", false],
  ["22.12.0", true],
  ["23.4.0", false],
  ["24.0.0", true],
  ["26.1.0", true],
])("Node %s is supported: %s", (version, isSupported) => {
  expect(nodeProblem(version) === null).toBe(isSupported);
});

const LOCK = { packages: { "": {}, a: { version: "1.0.0" }, b: { version: "2.0.0", optional: true } } };

test.each([
  ["everything in place", { packages: { a: { version: "1.0.0" }, b: { version: "2.0.0" } } }, true],
  ["another platform's package left out", { packages: { a: { version: "1.0.0" } } }, true],
  ["a package missing", { packages: { b: { version: "2.0.0" } } }, false],
  ["another version", { packages: { a: { version: "1.0.1" } } }, false],
  ["nothing installed", null, false],
])("dependencies are compared with the lock file: %s", (_name, installed, expected) => {
  expect(isInstalled(LOCK, installed)).toBe(expected);
});

test("as root Postgres becomes the first user that exists", () => {
  const passwd = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false";
  expect(findUser(passwd, ["postgres", "nobody"])).toEqual({ uid: 65_534, gid: 65_533 });
  expect(findUser("", ["postgres", "nobody"])).toEqual({ uid: 65_534, gid: 65_534 });
});
