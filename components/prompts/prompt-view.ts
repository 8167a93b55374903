"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

export const PROMPT_TABS = ["diff", "text", "lint", "evals", "usage"] as const;
export type PromptTab = (typeof PROMPT_TABS)[number];

const parsers = {
  version: parseAsString,
  base: parseAsString,
  tab: parseAsStringLiteral(PROMPT_TABS).withDefault("diff"),
  /** A line of a file: `path:12`. */
  line: parseAsString,
};

/** usePromptView: what of a prompt is looked at; all of it stands in the address. */
export function usePromptView() {
  return useQueryStates(parsers, { history: "push" });
}

/** lineKey names a line of a file, in the address and on the page. */
export function lineKey(path: string, line: number): string {
  return `${path}:${line}`;
}
