import { expect, it } from "vitest";
import { judgeCheckpoint } from "./judge-checkpoint.ts";

const [a, b] = ["a".repeat(64), "b".repeat(64)];
const head = { seq: 9, hash: b };
const kept = { seq: 5, hash: a };

it.each([
  ["nothing of a chain that was never seen before", { head, kept: null, hashOfKept: null }, null],
  ["nothing of a chain that goes on from there", { head, kept, hashOfKept: a }, null],
  ["that the end was cut off", { head: { seq: 4, hash: b }, kept, hashOfKept: null }, /cut off/],
  ["that the event is missing", { head, kept, hashOfKept: null }, /missing/],
  ["that the chain was rewritten", { head, kept, hashOfKept: b }, /rewritten/],
])("says %s", (_name, facts, sentence) => {
  const problem = judgeCheckpoint(facts);
  if (sentence === null) expect(problem).toBeNull();
  else expect(problem).toMatch(sentence);
});
