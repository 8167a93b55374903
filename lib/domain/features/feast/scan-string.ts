/** A string in Python's source: where it ends, and what it says where that is known without running it. */
export type ScannedString = {
  end: number;
  isClosed: boolean;
  value: string | null;
  /** Why the value is not known; empty where it is. */
  why: string;
};

const PREFIX = /^[rbfut]{0,2}$/i;
const OPENS = /([a-zA-Z]{0,2})("""|'''|"|')/y;
const MAX_NESTED_STRINGS = 8;

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ "\n": "", "\\": "\\", "'": "'", '"': '"', n: "\n", t: "\t", r: "\r" }).concat(
    Object.entries({ a: "\x07", b: "\b", f: "\f", v: "\v" }),
  ),
);
const ESCAPE = /\\(?:\r\n|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|N\{[^}]{0,100}\}|[\s\S])/g;

/** scanString reads the string that begins at `start`, with its prefix; null where none does. Linear. */
export function scanString(text: string, start: number): ScannedString | null {
  OPENS.lastIndex = start;
  const match = OPENS.exec(text);
  if (match === null) return null;
  const [opening, prefix = "", quote = ""] = match;
  if (!PREFIX.test(prefix)) return null;
  const isFormatted = /[ft]/i.test(prefix);
  const from = start + opening.length;
  const end = endOf(text, from, quote, isFormatted, 0);
  if (end === null) {
    const lineEnd = text.indexOf("\n", from);
    const rest = quote.length === 3 || lineEnd === -1 ? text.length : lineEnd;
    return { end: rest, isClosed: false, value: null, why: "it is a string that is not closed" };
  }
  const body = text.slice(from, end - quote.length);
  const why = isFormatted
    ? "it is an f-string, which is known only when the file runs"
    : /b/i.test(prefix)
      ? "it is bytes and not text"
      : "";
  const value = why === "" ? textIn(body.replaceAll("\r\n", "\n"), /r/i.test(prefix)) : null;
  const isText = value?.isWellFormed() ?? false;
  return {
    end,
    isClosed: true,
    value: isText ? value : null,
    why: why === "" && !isText ? "it has an escape that is not read" : why,
  };
}

/** The index after the closing quote; null where the string is not closed. Braces of an f-string may hold strings. */
function endOf(
  text: string,
  from: number,
  quote: string,
  isFormatted: boolean,
  depth: number,
): number | null {
  if (depth > MAX_NESTED_STRINGS) return null;
  let braces = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === "\n" && quote.length === 1) return null;
    if (braces === 0 && char === "\\") at += text.startsWith("\r\n", at + 1) ? 2 : 1;
    else if (braces === 0 && text.startsWith(quote, at)) return at + quote.length;
    else if (isFormatted && braces === 0 && text.startsWith("{{", at)) at += 1;
    else if (isFormatted && char === "{") braces += 1;
    else if (braces > 0 && char === "}") braces -= 1;
    else if (braces > 0 && (char === '"' || char === "'")) {
      const inner = text.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
      const isInnerFormatted = /[ft]/i.test(text[at - 1] ?? "");
      const end = endOf(text, at + inner.length, inner, isInnerFormatted, depth + 1);
      if (end === null) return null;
      at = end - 1;
    }
  }
  return null;
}

/** The characters that a string means; null where a character is given by its name, which needs Unicode's list. */
function textIn(body: string, isRaw: boolean): string | null {
  if (isRaw || !body.includes("\\")) return body;
  if (/\\N\{/.test(body)) return null;
  return body.replace(ESCAPE, (written) => {
    const known = SIMPLE_ESCAPES.get(written.slice(1));
    if (known !== undefined) return known;
    const code = /^\\[xuU]/.test(written)
      ? Number.parseInt(written.slice(2), 16)
      : Number.parseInt(/^\\[0-7]/.test(written) ? written.slice(1) : "", 8);
    // Python keeps a backslash that escapes nothing.
    return Number.isNaN(code) || code > 0x10ffff ? written : String.fromCodePoint(code);
  });
}
