import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "../../domain/policy/default-policy.ts";
import { parsePolicyYaml } from "./parse-policy-yaml.ts";

const good = `# the default, written down
version: 1
shadow: { required: never }
evalGate:
  quality: { mustImprove: true }
  tokens: { review: 0.10, block: 0.15 }
  latencyP95Ms: { max: 1000 }
rollout:
  stepsBp: [10000]
  bakeHours: 48
reviews: { required: 1, ttlHours: 72 }
merge: console
cooldownMinutes: 30
`;
const read = (text: string) => parsePolicyYaml(new TextEncoder().encode(text));
const laughs = [
  "a0: &a0 [x]",
  ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`),
];

test("a policy file is read", () => {
  expect(read(good)).toEqual({ ok: true, policy: DEFAULT_POLICY });
});

test.each([
  { name: "a negative cooldown", text: good.replace("Minutes: 30", "Minutes: -1"), says: "line 13:" },
  { name: "NaN", text: good.replace("0.15", ".nan"), says: "line 6:" },
  { name: "yes is text", text: good.replace("true", "yes"), says: "line 5:" },
  { name: "1_000 is text", text: good.replace("1000 }", "1_000 }"), says: "line 7:" },
  { name: "a duplicate key", text: `${good}merge: host\n`, says: "line 14:" },
  { name: "an own tag", text: good.replace("console", "!!js/function console"), says: "line 12:" },
  { name: "a tab", text: good.replace("  tokens", "\ttokens"), says: "line 6:" },
  { name: "two documents", text: `${good}---\n${good}`, says: "one document" },
  { name: "an unknown field", text: `${good}speed: 1\n`, says: "line 14:" },
  { name: "a bomb of aliases", text: laughs.join("\n"), says: "aliases" },
  { name: "__proto__", text: `${good}__proto__: { polluted: true }\n`, says: "line 14:" },
  { name: "an empty file", text: "", says: "empty" },
  { name: "more than 1 MiB", text: `#${"x".repeat(1024 * 1024)}`, says: "1 MiB" },
])("$name is refused: $says", ({ text, says }) => {
  const result = read(text);
  expect(result.ok ? "" : result.problems.map((problem) => problem.message).join("\n")).toContain(says);
});

test("bytes that are not UTF-8 are refused", () => {
  expect(parsePolicyYaml(new Uint8Array([0x61, 0xff])).ok).toBe(false);
});
