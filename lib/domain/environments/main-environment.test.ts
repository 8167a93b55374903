import { expect, test } from "vitest";
import { mainEnvironment } from "./main-environment.ts";

const named = (...names: string[]) => names.map((name) => ({ name }));

test.each([
  ["production, wherever it stands", named("staging", "production", "production-eu"), "production"],
  ["the last one where none is called so", named("dev", "live"), "live"],
  ["nothing where there is none", named(), undefined],
])("the environment that is meant is %s", (_words, environments, expected) => {
  expect(mainEnvironment(environments)?.name).toBe(expected);
});
