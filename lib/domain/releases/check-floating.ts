/** Words that name whatever is there today: branches, stages and aliases. */
const MOVING_WORDS = new Set([
  "latest",
  "newest",
  "current",
  "default",
  "stable",
  "next",
  "nightly",
  "edge",
  "canary",
  "candidate",
  "champion",
  "challenger",
  "live",
  "prod",
  "production",
  "staging",
  "dev",
  "development",
  "main",
  "master",
  "trunk",
  "head",
]);

/** Families of hosted models whose bare name moves from one set of weights to another. */
const HOSTED_MODEL =
  /(^|[/:\s])(gpt-\d|chatgpt|o[1-9](-|@|$)|claude|gemini|mistral-(large|medium|small)|command-r|grok-\d|nova-)/i;

/** A date (2024-08-06, 20240806, -0613, -2411), a numbered snapshot (-002), or the hex of a digest. */
const PINNED_MODEL = /(\d{4}-\d{2}-\d{2}|\d{8}|[-@]\d{4}($|[^\d])|-\d{3}($|[^\d])|[0-9a-f]{12,})/i;

/** Ranges of package managers, and wildcards: `^1`, `~1`, `>=1`, `1.x`, `*`, `1 - 2`, `1 || 2`. */
const RANGE = /^[\^~<>=!]|(^|\.)[x*](\.|$)|\s-\s|\|\||,/i;

/**
 * checkFloating says why a reference does not name one fixed version; null when it does. A version is fixed when the
 * same text means the same bytes next year: numbers, dates and digests are, aliases and ranges are not.
 */
export function checkFloating(reference: { kind: string; name: string; version: string }): string | null {
  const version = reference.version.trim();
  const shown = `${reference.kind} ${reference.name}@${reference.version}`;
  if (version === "") return `${reference.kind} ${reference.name} names no version: add one.`;
  if (RANGE.test(version)) return `${shown} is a range of versions: name one.`;
  // `image:latest`, `refs/heads/main` and `origin/main` float because of their last word.
  const word = version.split(/[/:@]/).at(-1)?.toLowerCase() ?? "";
  if (MOVING_WORDS.has(word) || version.startsWith("refs/heads/")) {
    return `${shown} moves: "${version}" names whatever is there today. Name a fixed version.`;
  }
  if (reference.kind === "model" && isUndatedModel(reference.name, version)) {
    return `${shown} names a hosted model without a date: name a dated snapshot.`;
  }
  if (!/\p{N}/u.test(version) && !/^[0-9a-f]{7,}$/i.test(version)) {
    return `${shown} is an alias, not a version: a fixed version has a number, a date or a digest.`;
  }
  return null;
}

function isUndatedModel(name: string, version: string): boolean {
  const whole = `${name}@${version}`;
  return (HOSTED_MODEL.test(name) || HOSTED_MODEL.test(version)) && !PINNED_MODEL.test(whole);
}
