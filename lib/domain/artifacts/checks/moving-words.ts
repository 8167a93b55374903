const MOVING_WORDS: ReadonlySet<string> = new Set(
  "latest newest current stable next nightly edge canary champion challenger live prod production staging main master trunk head".split(
    " ",
  ),
);

/** isMovingWord is true for names of branches, stages and aliases. */
export function isMovingWord(word: string): boolean {
  return MOVING_WORDS.has(word.toLowerCase());
}

const HEX_64 = /^[0-9a-f]{64}$/;

/** sha256Problem says why a text is no sha256 as registries write it; null when it is one. */
export function sha256Problem(value: unknown): string | null {
  if (typeof value !== "string") return "Write sha256 as text of 64 hex digits.";
  const hex = value.replace(/^sha256:/, "");
  if (HEX_64.test(hex)) return null;
  if (HEX_64.test(hex.toLowerCase())) return "Write the sha256 in lower case: digests are compared as text.";
  return "A sha256 has 64 hex digits; this is another text.";
}

/** Dated snapshots, commits and digests: 2024-08-06, 20240806, -0613, -002, 12 hex digits and more. */
const DATED = /(\d{4}-\d{2}-\d{2}|\d{8}|[-@]\d{4}($|[^\d])|-\d{3}($|[^\d])|[0-9a-f]{12,}|@v?\d)/i;

/** isPinnedModel is true for the name of a model that means the same weights next year. */
export function isPinnedModel(name: string): boolean {
  return DATED.test(name) && !isMovingWord(name.split(/[/:@-]/).at(-1) ?? "");
}
