import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRepositoryAddress } from "./parse-repository-address.ts";

describe("a repository's address", () => {
  it.each([
    ["deploybuddy/ops", "deploybuddy", "ops"],
    ["https://github.com/deploybuddy/ops", "deploybuddy", "ops"],
    ["https://github.com/deploybuddy/ops.git", "deploybuddy", "ops"],
    ["Deploy-Buddy/Ops.2_x-y", "Deploy-Buddy", "Ops.2_x-y"],
    ["octo_corp/.github", "octo_corp", ".github"],
  ])("%s", (text, owner, name) => {
    expect(parseRepositoryAddress(text)).toEqual({ owner, name });
  });

  it.each([
    "file:///etc/passwd",
    "file:///srv/git/ops.git",
    "ext::sh -c touch% /tmp/x",
    "http://github.com/deploybuddy/ops",
    "git://github.com/deploybuddy/ops",
    "git@github.com:deploybuddy/ops.git",
    "ssh://git@github.com/deploybuddy/ops",
    "ssh://-oProxyCommand=touch/x",
    "--upload-pack=touch/x",
    "-x/ops",
    "https://ada:secret@github.com/deploybuddy/ops",
    "https://ada@github.com/deploybuddy/ops",
    "https://github.com.evil.example/deploybuddy/ops",
    "https://evil.example/deploybuddy/ops",
    "https://github.com:8443/deploybuddy/ops",
    "https://github.com/deploybuddy/ops/tree/main",
    "https://github.com/deploybuddy/ops?x=1",
    "https://github.com/deploybuddy/ops#x",
    "https://github.com//deploybuddy/ops",
    "HTTPS://github.com/deploybuddy/ops",
    "//github.com/deploybuddy/ops",
    "/srv/ops",
    "./ops",
    "../ops",
    "..\\ops",
    "deploybuddy/..",
    "deploybuddy/.",
    "deploybuddy/.git",
    "deploybuddy/ops.git.git",
    "deploybuddy/-ops",
    "deploybuddy-/ops",
    "deploybuddy/ops ",
    "deploybuddy/ops\n",
    "deploybuddy/o\0ps",
    "deploybuddy/öps",
    "deploybuddy/ops%2f..",
    "deploybuddy",
    "",
    `deploybuddy/${"x".repeat(101)}`,
    `${"x".repeat(40)}/ops`,
  ])("refuses %j", (text) => {
    expect(() => parseRepositoryAddress(text)).toThrow(expect.objectContaining({ code: "bad-repository" }));
  });

  it("reads what it answered again, and never lets a part lead out of its place", () => {
    const anything = fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[\w.-]{1,12}\/[\w.-]{1,12}$/));
    fc.assert(
      fc.property(anything, (text) => {
        let read: ReturnType<typeof parseRepositoryAddress>;
        try {
          read = parseRepositoryAddress(text);
        } catch {
          return;
        }
        expect(parseRepositoryAddress(`${read.owner}/${read.name}`)).toEqual(read);
        expect(encodeURIComponent(read.owner) + encodeURIComponent(read.name)).toBe(read.owner + read.name);
        expect([".", "..", ""]).not.toContain(read.name);
      }),
    );
  });
});
