import type { QueryOf } from "@/lib/contracts/endpoint.ts";
import type { evalEndpoints } from "@/lib/contracts/evals.ts";

type Query = QueryOf<typeof evalEndpoints.uploadEvalRun>;

export const FORMATS = ["promptfoo", "native", "junit", "csv", "jsonl"] as const satisfies NonNullable<
  Query["format"]
>[];

/** What the one who uploads may say about a file; empty means that the server finds it out. */
export type UploadChoices = {
  format: (typeof FORMATS)[number] | "";
  columns: string;
  prompt: string;
  provider: string;
  under: string;
};

export const NO_OPTIONS: UploadChoices = { format: "", columns: "", prompt: "", provider: "", under: "" };

/** uploadQuery is what is sent of the choices: only what was said, without blanks around it. Pure. */
export function uploadQuery(
  choices: UploadChoices,
): Pick<Query, "format" | "columns" | "prompt" | "provider" | "under"> {
  const { format, ...texts } = choices;
  const said = Object.entries(texts).flatMap(([name, text]) => {
    const trimmed = text.trim();
    return trimmed === "" ? [] : [[name, trimmed] as const];
  });
  return { ...(format === "" ? {} : { format }), ...Object.fromEntries(said) };
}
