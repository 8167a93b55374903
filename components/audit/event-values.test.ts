import { describe, expect, it } from "vitest";
import { valueLines } from "./event-values.ts";

const components = { model: "lora@1.9", prompt: "support@2.8" };

describe("valueLines", () => {
  it.each([
    ["fields in words", { components }, "components: model lora@1.9, prompt support@2.8\n"],
    [
      "a list without brackets",
      { roles: ["author", "reviewer:production"] },
      "roles: author, reviewer:production\n",
    ],
    ["an empty list as none", { scopes: [] }, "scopes: none\n"],
    ["nothing as none", { served: null }, "served: none\n"],
    ["a number and a truth as they are", { number: 3, quarantined: true }, "number: 3\nquarantined: true\n"],
  ])("writes %s", (_name, values, text) => {
    expect(valueLines(values)).toBe(text);
  });
});
