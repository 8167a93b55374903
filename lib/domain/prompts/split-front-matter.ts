/** The YAML between two lines of `---` at the top of a text, and what follows. */
export type FrontMatter = {
  yaml: string;
  body: string /** The line of the file the body begins on. */;
  bodyLine: number;
};

const FENCE = "---";
const KEY = /^[A-Za-z_"'][\w .-]{0,63}["']?\s{0,8}:/;

/**
 * splitFrontMatter parts front matter from a text; null where there is none. A rule of Markdown (`---`) at the top is
 * not taken for it: what stands between the fences has to begin with a key.
 */
export function splitFrontMatter(text: string): FrontMatter | null {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  if (lines[0]?.trimEnd() !== FENCE) return null;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end === -1) return null;
  const inner = lines.slice(1, end);
  const first = inner.find((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  if (first === undefined || !KEY.test(first)) return null;
  return { yaml: inner.join("\n"), body: lines.slice(end + 1).join("\n"), bodyLine: end + 2 };
}
