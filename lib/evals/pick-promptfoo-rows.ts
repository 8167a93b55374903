import { AppError } from "../domain/errors.ts";
import type { ImportOptions } from "./imported-run.ts";
import type { PromptfooRow } from "./promptfoo-schema.ts";

const MAX_NAMED = 5;

/**
 * pickPromptfooRows keeps the rows of the named prompt and provider. An upload names one release: where several remain
 * it refuses and says which there are.
 */
export function pickPromptfooRows(rows: readonly PromptfooRow[], options: ImportOptions): PromptfooRow[] {
  const picked = rows.filter(
    (row) =>
      (options.prompt === undefined || promptNames(row).includes(options.prompt)) &&
      (options.provider === undefined || providerNames(row).includes(options.provider)),
  );
  if (rows.length > 0 && picked.length === 0) throw refuse("There is no such prompt and provider", rows);
  const combinations = new Map(picked.map((row) => [keyOf(row), row]));
  if (combinations.size > 1) {
    throw refuse(`The file holds ${combinations.size} combinations of prompt and provider`, [
      ...combinations.values(),
    ]);
  }
  return picked;
}

/** Without numbers (version 2) the label tells prompts apart; the raw text is rendered for each case. */
function keyOf(row: PromptfooRow): string {
  return JSON.stringify([row.promptIdx ?? row.prompt?.label ?? "", providerNames(row)]);
}

function promptNames(row: PromptfooRow): string[] {
  return [row.prompt?.label, row.promptId, row.prompt?.raw].flatMap((name) => name ?? []);
}

function providerNames(row: PromptfooRow): string[] {
  if (typeof row.provider === "string") return [row.provider];
  return [row.provider.label, row.provider.id].flatMap((name) => name || []);
}

function refuse(what: string, rows: readonly PromptfooRow[]): AppError {
  const shown = [...new Map(rows.map((row) => [keyOf(row), row])).values()].map((row) => {
    const prompt = promptNames(row)[0] ?? `${row.promptIdx ?? 0}`;
    return `prompt "${prompt.slice(0, 60)}" with provider "${(providerNames(row)[0] ?? "").slice(0, 60)}"`;
  });
  const more = shown.length > MAX_NAMED ? `, and ${shown.length - MAX_NAMED} more` : "";
  return new AppError(
    "invalid-evals",
    `${what}: the file has ${shown.slice(0, MAX_NAMED).join("; ")}${more}. Name one with prompt= or provider=, or upload one file for each release.`,
  );
}
