import { AppError } from "../domain/errors.ts";

const MAX_DEPTH = 64;
const NAMED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * refuseXmlTricks looks at XML before any parser does: a DOCTYPE (and with it every entity of its own) and deep
 * nesting are refused. What comments and CDATA hold is text.
 */
export function refuseXmlTricks(text: string): void {
  let depth = 0;
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at + 1)) {
    if (text.startsWith("<!--", at)) at = endOf(text, "-->", at);
    else if (text.startsWith("<![CDATA[", at)) at = endOf(text, "]]>", at);
    else if (text.startsWith("<!", at)) {
      throw new AppError("invalid-evals", "The file has a DOCTYPE or an entity of its own. Send it without.");
    } else if (text.startsWith("</", at)) depth -= 1;
    else if (!text.startsWith("<?", at)) {
      const end = endOfTag(text, at);
      if (text[end - 1] !== "/") depth += 1;
      if (depth > MAX_DEPTH)
        throw new AppError("too-deep", `The file is nested deeper than ${MAX_DEPTH} levels.`);
      at = end;
    }
  }
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end;
}

/** A `>` inside a quoted attribute ends no tag. */
function endOfTag(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"' || char === "'") index = endOf(text, char, index + 1);
    else if (char === ">") return index;
  }
  return text.length;
}

/** decodeXmlText replaces XML's five entities and numeric characters; any other stays as it is written. */
export function decodeXmlText(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED.get(name) ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
