/**
 * pythonJson writes a flat object of strings exactly as Python's `json.dumps(value, sort_keys=True)` does:
 * keys by code point, `", "` and `": "`, everything outside 0x20-0x7e escaped. The article's ids are over these bytes.
 * Numbers are left out on purpose: Python and JavaScript write them differently.
 */
export function pythonJson(value: Readonly<Record<string, string>>): string {
  const entries = Object.entries(value).sort(([left], [right]) => compareCodePoints(left, right));
  return `{${entries.map(([key, text]) => `${quote(key)}: ${quote(text)}`).join(", ")}}`;
}

/** compareCodePoints orders as Python does; JavaScript's own order is by UTF-16 unit and differs above U+FFFF. */
export function compareCodePoints(left: string, right: string): number {
  const a = Array.from(left, (character) => character.codePointAt(0) ?? 0);
  const b = Array.from(right, (character) => character.codePointAt(0) ?? 0);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

function quote(text: string): string {
  let quoted = '"';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charAt(index);
    const code = text.charCodeAt(index);
    const isPlain = code >= 0x20 && code <= 0x7e;
    quoted += SHORT_ESCAPES[unit] ?? (isPlain ? unit : `\\u${code.toString(16).padStart(4, "0")}`);
  }
  return `${quoted}"`;
}
