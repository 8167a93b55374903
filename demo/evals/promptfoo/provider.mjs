import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const goldenCases = new Map(
  read("support_golden.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .map((goldenCase) => [goldenCase.id, goldenCase]),
);
const plans = JSON.parse(read("plans.json"));

/**
 * A stand-in for the model, so that a run needs no network and its numbers can be chosen.
 * It says the golden case's own facts, leaves out those that the plan names, waits as long as the plan says,
 * and reports the plan's tokens. The time is the one promptfoo measured; scores are the judge's.
 */
export default class PlannedAnswers {
  constructor({ config }) {
    this.plan = plans[config.plan];
  }

  id() {
    return "deploy-assistant";
  }

  async callApi(_prompt, context) {
    const { caseId } = context.vars;
    const { omit = [], tokens, sleepMs, error, cached } = this.plan[caseId];
    await sleep(sleepMs);
    if (error) return { error };
    const { facts } = goldenCases.get(caseId);
    const said = facts.filter((_fact, position) => !omit.includes(position)).map((fact) => fact.say);
    const answer = { output: said.join(" "), ...(cached ? { cached } : {}) };
    if (tokens === undefined) return answer;
    const completion = 12 * said.length;
    return {
      ...answer,
      tokenUsage: { total: tokens, prompt: tokens - completion, completion },
      cost: (tokens * 2) / 1_000_000,
    };
  }
}
