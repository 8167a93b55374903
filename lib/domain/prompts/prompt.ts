import type { ArtifactProblem, ArtifactText } from "../artifacts/artifact-kind.ts";

/** A file of a prompt, with what the edge read in it. */
export type PromptFile = ArtifactText;

/** A piece of what the model is given, with the line in the file that each of its lines stands on. */
export type PromptText = {
  /** `template` for a plain template, else the role of the message. */
  role: string;
  path: string;
  text: string;
  lines: readonly number[];
};

export type VariableUse = { name: string; path: string; line: number };

/** Placeholders that are seen and never filled in: they belong to another language, or are logic. */
export type OtherSyntax = {
  syntax: "f-string" | "dollar" | "filter" | "logic" | "broken";
  /** The name, or the beginning of the block. */
  name: string;
  path: string;
  line: number;
};

export type DeclaredVariable = {
  name: string;
  type: string | null;
  /** Who fills it in: `request`, `gateway`, or a feature view such as `releases@5`. */
  boundBy: string | null;
  example: string | null;
  line: number | null;
};

/** Something the prompt leans on, fixed by its hash. */
export type PromptPin = {
  path: string | null;
  ref: string | null;
  /** 64 hex digits in lower case; null where the manifest gives none. */
  sha256: string | null;
  line: number | null;
};

export type ManifestResult = { goldenSet: string; numbers: Record<string, number> };
export type ManifestCost = {
  settings: string;
  costUsd: number | null;
  latencyMs: number | null;
};

export type OutputSchema = {
  /** Where it is, when it is a file of its own. */
  path: string | null;
  /** JSON text; null where the file is not among the prompt's files. */
  text: string | null;
  line: number | null;
};

/** What a prompt version says, read from its files. */
export type Prompt = {
  form: "template" | "manifest";
  /** The manifest's own promise to be complete (`manifest: 1`). */
  promisesCompleteness: boolean;
  manifestPath: string | null;
  texts: readonly PromptText[];
  used: readonly VariableUse[];
  other: readonly OtherSyntax[];
  /** Names that logic blocks mention or bind themselves. */
  mentioned: readonly string[];
  /** Null where the manifest has no `variables`. */
  declared: readonly DeclaredVariable[] | null;
  /** Null where the manifest does not say; an empty list says that there are none. */
  fewShot: readonly PromptPin[] | null;
  tools: readonly PromptPin[] | null;
  guardrailPolicy: { ref: string; line: number | null } | null;
  model: { name: string; line: number | null } | null;
  /** The settings as the manifest has them, as text. */
  generationSettings: readonly { name: string; value: string }[];
  outputSchema: OutputSchema | null;
  recordedResponses: { path: string; line: number | null } | null;
  results: readonly ManifestResult[];
  costs: readonly ManifestCost[];
  /** What could not be read. */
  problems: readonly ArtifactProblem[];
};

/** promptText is all that the model is given, as one text: messages are parted by an empty line. */
export function promptText(prompt: Pick<Prompt, "texts">): string {
  return prompt.texts.map(({ text }) => text).join("\n\n");
}
