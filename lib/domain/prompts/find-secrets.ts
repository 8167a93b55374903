import { createLineIndex } from "./text-lines.ts";

export type FoundSecret = { what: string; line: number };

/**
 * What keys of well-known makers look like. Each pattern is one literal and one class without an end that would have to
 * be looked for again, so that 1 MB of hostile text takes as long as 1 MB of any other (no nested or adjoining repeats).
 */
const PATTERNS: readonly { what: string; pattern: RegExp; hasDigit?: boolean }[] = [
  { what: "an API key (sk-…)", pattern: /(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}/g, hasDigit: true },
  { what: "a GitHub token", pattern: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{30,}/g },
  { what: "a GitHub token", pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{30,}/g },
  { what: "an AWS access key id", pattern: /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  { what: "a Google API key", pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g },
  { what: "a Slack token", pattern: /(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{20,}/g, hasDigit: true },
  { what: "a private key", pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/g },
  { what: "a bearer token", pattern: /(?<![A-Za-z])bearer[ \t][A-Za-z0-9._~+/=-]{20,}/gi, hasDigit: true },
];

/** The first part of a JWT, which is JSON (`eyJ` is `{"`); the rest is optional, so that a match always moves on. */
const JWT = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}(\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})?/g;

/** A text with more keys than this is a list of keys; the first ones say enough. */
const MOST = 50;

/** findSecrets names keys in a text by kind and line, never by content. Time grows with the length of the text. */
export function findSecrets(text: string): FoundSecret[] {
  const found: { what: string; position: number }[] = [];
  for (const { what, pattern, hasDigit } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      if (hasDigit === true && !/\d/.test(match[0])) continue;
      found.push({ what, position: match.index });
      if (found.length >= MOST) break;
    }
  }
  for (const match of text.matchAll(JWT)) {
    if (match[1] !== undefined) found.push({ what: "a JSON web token", position: match.index });
    if (found.length >= MOST) break;
  }
  const lineOf = createLineIndex(text);
  const lines = found.map(({ what, position }) => ({ what, line: lineOf(position) }));
  return lines
    .sort((left, right) => left.line - right.line)
    .filter(
      (secret, index, all) => secret.line !== all[index - 1]?.line || secret.what !== all[index - 1]?.what,
    );
}
