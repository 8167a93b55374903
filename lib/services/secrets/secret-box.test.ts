import { expect, test } from "vitest";
import { createSecretBox } from "./secret-box.ts";

const box = createSecretBox("one server secret of more than 32 characters");

test("what is sealed opens again, and reads differently each time", () => {
  const sealed = [box.seal("whsec_abc"), box.seal("whsec_abc")];
  expect(sealed.map(box.open)).toEqual(["whsec_abc", "whsec_abc"]);
  expect(new Set(sealed).size).toBe(2);
  expect(sealed[0]).not.toContain("whsec");
});

test("another server's secret does not open it, nor does a changed text", () => {
  const sealed = box.seal("whsec_abc");
  expect(() => createSecretBox("another server secret of 32 characters").open(sealed)).toThrow();
  const last = sealed.at(-1) === "A" ? "B" : "A";
  expect(() => box.open(`${sealed.slice(0, -2)}${last}${last}`)).toThrow();
  expect(() => box.open("whsec_abc")).toThrow("unknown form");
});
