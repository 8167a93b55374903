import { describe, expect, it } from "vitest";
import { checkAuthTime, NEVER_PROVED, proofOf, readAuthTime } from "./proof.ts";

const T0 = new Date("2026-11-01T12:00:00Z");
const ago = (seconds: number) => new Date(T0.getTime() - seconds * 1000);
const epoch = (date: Date) => date.getTime() / 1000;

describe("how well a session is proved", () => {
  it.each([
    { name: "proved 299 seconds ago", provedAt: ago(299), away: null, hasPassword: true, proof: "fresh" },
    { name: "proved 300 seconds ago", provedAt: ago(300), away: null, hasPassword: true, proof: "stale" },
    { name: "never proved", provedAt: NEVER_PROVED, away: null, hasPassword: false, proof: "stale" },
    {
      name: "the provider away 299 seconds ago",
      ...{ provedAt: NEVER_PROVED, away: ago(299), hasPassword: false, proof: "provider_away" },
    },
    {
      name: "the provider away 300 seconds ago",
      ...{ provedAt: NEVER_PROVED, away: ago(300), hasPassword: false, proof: "stale" },
    },
    {
      name: "the provider away, but there is a password",
      ...{ provedAt: NEVER_PROVED, away: ago(1), hasPassword: true, proof: "stale" },
    },
    {
      name: "proved, and the provider away since",
      ...{ provedAt: ago(10), away: ago(1), hasPassword: false, proof: "fresh" },
    },
  ])("$name is $proof", ({ provedAt, away, hasPassword, proof }) =>
    expect(proofOf({ provedAt, providerAwayAt: away, hasPassword }, T0)).toBe(proof),
  );
});

describe("when a provider says that somebody signed in", () => {
  it.each([
    { name: "now", authTime: epoch(T0), expected: T0 },
    { name: "five minutes ago", authTime: epoch(ago(300)), expected: ago(300) },
    { name: "ten seconds later than that, for the clocks", authTime: epoch(ago(310)), expected: ago(310) },
    { name: "longer ago", authTime: epoch(ago(311)), expected: null },
    { name: "by a clock ten seconds ahead", authTime: epoch(ago(-10)), expected: T0 },
    { name: "in the future", authTime: epoch(ago(-11)), expected: null },
    { name: "not told", authTime: undefined, expected: null },
    { name: "as text", authTime: `${epoch(T0)}`, expected: null },
    { name: "no number", authTime: Number.NaN, expected: null },
  ])("$name", ({ authTime, expected }) => expect(checkAuthTime(authTime, T0)).toEqual(expected));

  it("a sign-in of hours ago still says when it was", () => {
    expect(readAuthTime(epoch(ago(7_200)), T0)).toEqual(ago(7_200));
  });
});
