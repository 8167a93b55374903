/** What a rule says of an answer; a judge that is a model would say it later, in a log record of its own. */
export type Score = { name: string; value: number; label: "pass" | "fail" };

/** scoreAnswer checks what DeployBuddy was made for: an answer that names minutes. */
export function scoreAnswer(text: string): Score {
  const value = /\b\d+ minutes?\b/.test(text) ? 1 : 0;
  return { name: "names_minutes", value, label: value === 1 ? "pass" : "fail" };
}
