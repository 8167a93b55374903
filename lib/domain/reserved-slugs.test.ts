import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isReservedSlug } from "./reserved-slugs.ts";

const APP = path.join(import.meta.dirname, "../../app");

test("every fixed first part of an address is reserved", () => {
  const groups = ["(auth)", "(console)"].flatMap((group) => readdirSync(path.join(APP, group)));
  const fixed = [...groups, "api"].filter((name) => !name.includes(".") && !name.startsWith("["));
  expect(fixed).toContain("account");
  expect(fixed.filter((name) => !isReservedSlug(name))).toEqual([]);
  expect(isReservedSlug("deploybuddy")).toBe(false);
});
