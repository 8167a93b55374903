import { describe, expect, it } from "vitest";
import { listComparisons } from "./list-comparisons.ts";

const nothing = {
  releaseId: "b",
  knownGood: [],
  quarantined: new Set<string>(),
  servedReleaseId: null,
  desiredReleaseId: null,
  fullyServed: [],
  baseReleaseId: null,
};

describe("a request's release is compared", () => {
  it.each([
    { name: "with nothing, where there is no other", facts: {}, words: [] },
    {
      name: "with the newest known-good other one that is not quarantined",
      facts: {
        knownGood: [{ releaseId: "b" }, { releaseId: "q" }, { releaseId: "a" }],
        quarantined: new Set(["q"]),
      },
      words: ["last_known_good a"],
    },
    {
      name: "with each release once, by its first reason",
      facts: {
        knownGood: [{ releaseId: "a" }],
        servedReleaseId: "a",
        desiredReleaseId: "c",
        baseReleaseId: "c",
      },
      words: ["last_known_good a", "desired c"],
    },
    {
      name: "never with itself",
      facts: { servedReleaseId: "b", desiredReleaseId: "b", baseReleaseId: "b" },
      words: [],
    },
    {
      name: "with what all subjects had before they first had it",
      facts: { fullyServed: ["c", "b", "c", "b", "a"] },
      words: ["previous a"],
    },
    {
      name: "with nothing before it, where it never had all subjects",
      facts: { fullyServed: ["c", "a"] },
      words: [],
    },
  ])("$name", ({ facts, words }) => {
    const found = listComparisons({ ...nothing, ...facts });
    expect(found.map(({ why, releaseId }) => `${why} ${releaseId}`)).toEqual(words);
  });
});
