import type { ArtifactFact, ArtifactText } from "../artifact-kind.ts";
import { hasValue, isRecord } from "./check-records.ts";

const MAX_LENGTH = 200;

/** readFacts words the named fields of the files' data; a field that no file has is left out. */
export function readFacts(
  files: readonly ArtifactText[],
  fields: Readonly<Record<string, string>>,
): ArtifactFact[] {
  return Object.entries(fields).flatMap(([label, field]) => {
    const value = files.map(({ data }) => (isRecord(data) ? data[field] : undefined)).find(hasValue);
    return value === undefined ? [] : [{ label, value: wordsOf(value) }];
  });
}

function wordsOf(value: unknown): string {
  const words = Array.isArray(value)
    ? value.map(wordsOf).join(", ")
    : isRecord(value)
      ? Object.entries(value)
          .map(([key, one]) => `${key} ${wordsOf(one)}`)
          .join(", ")
      : String(value);
  return words.length > MAX_LENGTH ? `${words.slice(0, MAX_LENGTH)}…` : words;
}
