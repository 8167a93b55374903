import { readFileSync, writeFileSync } from "node:fs";

/** Writes tests.json and one config per run, from support_golden.jsonl. Run it inside the working folder. */
const goldenCases = readFileSync("support_golden.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const tests = (count) =>
  goldenCases.slice(0, count).map(({ id, question, releaseHistory, facts }) => ({
    description: id,
    metadata: { caseId: id },
    vars: {
      caseId: id,
      question,
      releaseHistory,
      mustMention: facts.map((fact) => fact.mustMention).join(" | "),
    },
    assert: [{ type: "javascript", value: "file://judge.cjs", metric: "quality" }],
  }));
const provider = (plan) => ({ id: "file://provider.mjs", label: "deploy-assistant", config: { plan } });
const RUNS = {
  baseline: { prompts: ["support.txt"], plans: ["baseline"], count: 20 },
  "candidate-more-tokens": {
    prompts: ["support-with-history.txt"],
    plans: ["candidate-more-tokens"],
    count: 20,
  },
  "candidate-good": { prompts: ["support.txt"], plans: ["candidate-good"], count: 20 },
  "candidate-features": { prompts: ["support.txt"], plans: ["candidate-features"], count: 20 },
  "gaps-and-error": { prompts: ["support.txt"], plans: ["gaps-and-error"], count: 6 },
  "two-prompts": {
    prompts: ["support.txt", "support-with-history.txt"],
    plans: ["gaps-and-error"],
    count: 2,
  },
};

writeFileSync("tests.json", JSON.stringify(tests(20)));
writeFileSync("tests-6.json", JSON.stringify(tests(6)));
writeFileSync("tests-2.json", JSON.stringify(tests(2)));
for (const [name, { prompts, plans, count }] of Object.entries(RUNS)) {
  const config = {
    description: "DeployBuddy support, golden set",
    // The text itself, because promptfoo writes the whole path of a prompt file into its output.
    prompts: prompts.map((file) => ({ raw: readFileSync(file, "utf8"), label: file.replace(".txt", "") })),
    providers: plans.map(provider),
    tests: count === 20 ? "file://tests.json" : `file://tests-${count}.json`,
  };
  writeFileSync(`${name}.config.json`, JSON.stringify(config));
}
