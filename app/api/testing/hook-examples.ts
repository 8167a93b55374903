import { readFileSync } from "node:fs";
import { z } from "zod";

const FILE = "../../../node_modules/@octokit/webhooks-examples/api.github.com/index.json";
const examplesSchema = z.array(
  z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }),
);

export type HookExample = { event: string; payload: Record<string, unknown> };

/** hookExamples are GitHub's own examples of what its webhooks send: some 280 of 58 events. */
export function hookExamples(): HookExample[] {
  const text = readFileSync(new URL(FILE, import.meta.url), "utf8");
  return examplesSchema
    .parse(JSON.parse(text))
    .flatMap(({ name, examples }) => examples.map((payload) => ({ event: name, payload })));
}

/** exampleOf is the first example of an event, of this action where one is named. */
export function exampleOf(event: string, action?: string): Record<string, unknown> {
  const found = hookExamples().find(
    (each) => each.event === event && (action === undefined || each.payload.action === action),
  );
  if (found === undefined) throw new Error(`no example of ${event} ${action ?? ""}`);
  return found.payload;
}
