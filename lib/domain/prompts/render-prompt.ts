import type { Prompt } from "./prompt.ts";
import { readPlaceholder } from "./scan-placeholders.ts";

export type Rendered = {
  texts: { role: string; text: string }[];
  /** The texts as one, parted by empty lines. */
  text: string;
  /** Variables that got no value; their placeholders stand in the text as they were. */
  unresolved: string[];
  /** Names of values that the prompt does not use. */
  unknown: string[];
};

const BRACES = /\{\{([^{}]{0,200})\}\}/g;

/**
 * renderPrompt fills `{{name}}` with values, once: a value is text and is never read again, so nothing in it is run or
 * filled in. Logic, filters and other languages' placeholders stay as they are written. Pure; never throws.
 */
export function renderPrompt(prompt: Pick<Prompt, "texts">, values: ReadonlyMap<string, string>): Rendered {
  const used = new Set<string>();
  const unresolved = new Set<string>();
  const fill = (whole: string, inner: string): string => {
    const read = readPlaceholder(inner);
    if ("other" in read) return whole;
    used.add(read.name);
    const value = values.get(read.name);
    if (value === undefined) unresolved.add(read.name);
    return value ?? whole;
  };
  const texts = prompt.texts.map(({ role, text }) => ({ role, text: text.replace(BRACES, fill) }));
  return {
    texts,
    text: texts.map(({ text }) => text).join("\n\n"),
    unresolved: [...unresolved],
    unknown: [...values.keys()].filter((name) => !used.has(name)),
  };
}

/** exampleValues is what a manifest declares as examples, by variable. */
export function exampleValues(prompt: Pick<Prompt, "declared">): Map<string, string> {
  return new Map(
    (prompt.declared ?? []).flatMap(({ name, example }) =>
      example === null ? [] : [[name, example] as const],
    ),
  );
}
