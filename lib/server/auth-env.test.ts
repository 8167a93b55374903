import { describe, expect, it } from "vitest";
import { authEnv, toGithub, toOidc } from "./auth-env.ts";

const OIDC = {
  OIDC_ISSUER: "https://login.example.com/realms/main/",
  OIDC_CLIENT_ID: "tupelo",
  OIDC_CLIENT_SECRET: "secret",
};

describe("the identity providers of the environment", () => {
  it("nothing set is no provider", () => {
    const value = authEnv.parse({ OIDC_ISSUER: "", GITHUB_OAUTH_ID: "" });
    expect([toOidc(value), toGithub(value)]).toEqual([null, null]);
  });

  it("reads an OpenID provider", () => {
    expect(toOidc(authEnv.parse(OIDC))).toEqual({
      ...{ issuer: "https://login.example.com/realms/main", clientId: "tupelo", clientSecret: "secret" },
      ...{ name: "Single sign-on", scope: "openid email profile", groupsClaim: null },
    });
  });

  it("half a provider is refused with what is missing", () => {
    expect(() => toOidc(authEnv.parse({ ...OIDC, OIDC_CLIENT_SECRET: "" }))).toThrow(/OIDC_CLIENT_SECRET/);
    expect(() => toGithub(authEnv.parse({ GITHUB_OAUTH_ID: "x" }))).toThrow(/GITHUB_OAUTH_SECRET/);
  });

  it.each([
    ["http://login.example.com", false],
    ["http://127.0.0.1:4371", true],
    ["http://localhost:4371", true],
    ["ftp://login.example.com", false],
  ])("an issuer at %s: %s", (issuer, isTaken) =>
    expect(authEnv.safeParse({ ...OIDC, OIDC_ISSUER: issuer }).success).toBe(isTaken),
  );

  it("GitHub's API lies beside github.com, and below a server of one's own", () => {
    const github = { GITHUB_OAUTH_ID: "x", GITHUB_OAUTH_SECRET: "y" };
    expect(toGithub(authEnv.parse(github))?.apiUrl).toBe("https://api.github.com");
    const own = authEnv.parse({ ...github, GITHUB_OAUTH_URL: "https://git.example.com/" });
    expect(toGithub(own)?.apiUrl).toBe("https://git.example.com/api/v3");
  });
});
