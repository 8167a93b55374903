import { describe, expect, it } from "vitest";
import { parseEmail } from "./email.ts";

describe("parseEmail", () => {
  it.each([
    ["a plain address stays", "ada@example.com", "ada@example.com"],
    ["capitals are lowered", "Ada.L@Example.COM", "ada.l@example.com"],
    ["blanks around it are dropped", "  ada@example.com\n", "ada@example.com"],
    ["full-width letters are folded", "ａda@example.com", "ada@example.com"],
    ["a plus tag stays", "ada+ops@example.com", "ada+ops@example.com"],
    ["a domain of one label is allowed", "ada@localhost", "ada@localhost"],
  ])("%s", (_name, text, expected) => expect(parseEmail(text)).toBe(expected));

  it.each([
    ["a list of two", "ada@example.com,eve@evil.example"],
    ["a comma in the name", "ada,eve@example.com"],
    ["two at signs", "ada@evil.example@example.com"],
    ["no at sign", "ada"],
    ["an empty name", "@example.com"],
    ["an empty domain", "ada@"],
    ["HTML", '<b>ada</b>@example.com"'],
    ["a Cyrillic look-alike", "аda@example.com"],
    ["a blank inside", "a da@example.com"],
    ["two dots in a row", "ada..l@example.com"],
    ["a NUL", "ada\u0000@example.com"],
    ["too long", `${"a".repeat(250)}@example.com`],
    ["a name of 65 characters", `${"a".repeat(65)}@example.com`],
    ["a dash at a label's end", "ada@example-.com"],
  ])("refuses %s", (_name, text) => expect(parseEmail(text)).toBeNull());

  it("is stable: a canonical address is its own canonical form", () => {
    expect(parseEmail(parseEmail(" ADA@Example.com ") ?? "")).toBe("ada@example.com");
  });
});
