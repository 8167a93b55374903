import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { githubEnv, toGithubAccess } from "./github-env.ts";

const read = (source: Record<string, string>) => toGithubAccess(githubEnv.parse(source));

describe("how GitHub is set up", () => {
  it("is not at all where nothing or only empty values are set", () => {
    expect(read({})).toBeNull();
    expect(read({ GITHUB_TOKEN: "", GITHUB_APP_ID: " ", GITHUB_API_URL: "" })).toBeNull();
  });

  it("is by a token, at github.com or a server of one's own", () => {
    const credentials = { kind: "token", token: "t" };
    expect(read({ GITHUB_TOKEN: "t" })).toEqual({ apiUrl: "https://api.github.com", credentials });
    const apiUrl = "https://github.example.com/api/v3";
    expect(read({ GITHUB_TOKEN: "t", GITHUB_API_URL: `${apiUrl}/` })).toEqual({ apiUrl, credentials });
  });

  it("is by an App, its key given or in a file", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "tupelo-key-"));
    const file = path.join(folder, "key.pem");
    writeFileSync(file, "the key\n");
    const credentials = { kind: "app", appId: "1", privateKey: "the key" };
    expect(read({ GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY: "the key" })?.credentials).toEqual(credentials);
    expect(read({ GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY_FILE: file })?.credentials).toEqual(credentials);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["an App without a key", { GITHUB_APP_ID: "1" }, /together/],
    ["a key without an App", { GITHUB_APP_PRIVATE_KEY: "secret-key" }, /together/],
    [
      "a token and an App",
      { GITHUB_TOKEN: "secret-token", GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY: "secret-key" },
      /either/,
    ],
    ["a key's file that is not there", { GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY_FILE: "/no" }, /read/],
    ["an address that is none", { GITHUB_TOKEN: "secret-token", GITHUB_API_URL: "api" }, /GITHUB_API_URL/],
    ["another scheme", { GITHUB_TOKEN: "secret-token", GITHUB_API_URL: "file:///etc" }, /GITHUB_API_URL/],
  ])("refuses %s, and names no secret", (_name, source, why) => {
    expect(() => read(source)).toThrow(why);
    expect(() => read(source)).not.toThrow(/secret-/);
  });
});
