import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideIdentity, type IdentityFacts } from "./decide-identity.ts";

const EMAIL = "ada@example.com";
const NOBODY: IdentityFacts = {
  identity: { verifiedEmail: EMAIL },
  linkedAccount: null,
  sameEmailAccountId: null,
  hasOpenInviteForEmail: false,
  invite: null,
};
const LINKED = { linkedAccount: { id: "acc_1", email: EMAIL } };
const SAME = { sameEmailAccountId: "acc_2" };
const UNVERIFIED = { identity: { verifiedEmail: null } };
const OPEN = { invite: { email: null } };
const FOR_ME = { invite: { email: EMAIL } };
const FOR_OTHER = { invite: { email: "eve@example.com" } };
const refuse = (reason: string) => ({ kind: "refuse", reason });

describe("what a sign-in by an identity provider leads to", () => {
  it.each([
    { name: "a linked subject signs in", facts: LINKED, decision: { kind: "sign_in", accountId: "acc_1" } },
    {
      name: "a linked subject signs in without a verified e-mail",
      facts: { ...LINKED, ...UNVERIFIED },
      decision: { kind: "sign_in", accountId: "acc_1" },
    },
    {
      name: "a linked subject wins over another account of the e-mail",
      facts: { ...LINKED, ...SAME },
      decision: { kind: "sign_in", accountId: "acc_1" },
    },
    {
      name: "a linked subject takes an invite to the account's e-mail",
      facts: { ...LINKED, ...FOR_ME },
      decision: { kind: "sign_in", accountId: "acc_1" },
    },
    {
      name: "a linked subject does not take an invite to somebody else",
      facts: { ...LINKED, ...FOR_OTHER },
      decision: refuse("wrong-email"),
    },
    { name: "nobody without an invite", facts: {}, decision: refuse("needs-invite") },
    {
      name: "nobody with an open invite, not opened",
      facts: { hasOpenInviteForEmail: true },
      decision: refuse("needs-invite"),
    },
    { name: "nobody with an invite for anybody", facts: OPEN, decision: { kind: "create", email: EMAIL } },
    {
      name: "nobody with an invite for the e-mail",
      facts: FOR_ME,
      decision: { kind: "create", email: EMAIL },
    },
    { name: "nobody with an invite for another", facts: FOR_OTHER, decision: refuse("wrong-email") },
    {
      name: "an unverified e-mail with an invite",
      facts: { ...UNVERIFIED, ...OPEN },
      decision: refuse("email-not-verified"),
    },
    { name: "an account of the e-mail without an invite", facts: SAME, decision: refuse("link-first") },
    {
      name: "an account of the e-mail with an invite for anybody",
      facts: { ...SAME, ...OPEN },
      decision: refuse("link-first"),
    },
    {
      name: "an account of the e-mail with an invite for it",
      facts: { ...SAME, ...FOR_ME },
      decision: { kind: "link", accountId: "acc_2" },
    },
    {
      name: "an account of the e-mail with an open invite for it",
      facts: { ...SAME, hasOpenInviteForEmail: true },
      decision: { kind: "link", accountId: "acc_2" },
    },
  ])("$name", ({ facts, decision }) => expect(decideIdentity({ ...NOBODY, ...facts })).toEqual(decision));

  it("nothing unlinked is linked or made without a verified e-mail", () => {
    const facts = fc.record({
      identity: fc.constant({ verifiedEmail: null }),
      linkedAccount: fc.constant(null),
      sameEmailAccountId: fc.option(fc.constant("acc_2")),
      hasOpenInviteForEmail: fc.boolean(),
      invite: fc.option(fc.record({ email: fc.option(fc.constantFrom(EMAIL, "eve@example.com")) })),
    });
    fc.assert(fc.property(facts, (each) => decideIdentity(each).kind === "refuse"));
  });
});
