import { describe, expect, it } from "vitest";
import { toOidcClaims } from "./auth-providers.ts";

const OIDC = {
  ...{ issuer: "https://login.example.com", clientId: "tupelo", clientSecret: "x", name: "Login" },
  ...{ scope: "openid", groupsClaim: "groups" },
};
const CLAIMS = { iss: OIDC.issuer, sub: "42", email: "Ada@Example.com", email_verified: true };

describe("what an ID token says of a person", () => {
  it.each([
    {
      name: "a verified e-mail counts in its canonical form",
      claims: {},
      said: { verifiedEmail: "ada@example.com" },
    },
    {
      name: "verified as text is not verified",
      claims: { email_verified: "true" },
      said: { verifiedEmail: null },
    },
    { name: "not said to be verified", claims: { email_verified: undefined }, said: { verifiedEmail: null } },
    {
      name: "two addresses are none",
      claims: { email: "a@b.example,c@d.example" },
      said: { verifiedEmail: null },
    },
    { name: "the subject carries the issuer", claims: {}, said: { subject: "https://login.example.com 42" } },
    { name: "a name in one line", claims: { name: "Ada\u0000\nEve" }, said: { name: "Ada  Eve" } },
    { name: "groups", claims: { groups: ["sre", 7] }, said: { groups: ["sre"] } },
    { name: "one group as text", claims: { groups: "sre" }, said: { groups: ["sre"] } },
    { name: "no groups", claims: {}, said: { groups: [] } },
    { name: "groups left out", claims: { _claim_names: { groups: "src1" } }, said: { groups: null } },
  ])("$name", ({ claims, said }) => expect(toOidcClaims({ ...CLAIMS, ...claims }, OIDC)).toMatchObject(said));

  it("groups that nobody asks for are not read", () => {
    expect(toOidcClaims({ ...CLAIMS, groups: ["sre"] }, { ...OIDC, groupsClaim: null }).groups).toBeNull();
  });
});
