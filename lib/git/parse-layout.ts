import { isNode, LineCounter } from "yaml";
import { parseYaml, readYamlDocument } from "../contents/parse-yaml.ts";
import { AppError } from "../domain/errors.ts";
import { LAYOUT_PATH, type Layout, layoutSchema } from "../domain/gitops/layout.ts";

/** parseLayout reads tupelo.yaml. Throws AppError `invalid` with the line and what to write there. */
export function parseLayout(text: string): Layout {
  const result = layoutSchema.safeParse(parseYaml(text, LAYOUT_PATH));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const line = lineOf(text, path);
  const place = path.length === 0 ? "" : ` (${path.join(".")})`;
  throw new AppError(
    "invalid",
    `${LAYOUT_PATH}, line ${line}${place}: ${issue === undefined ? "not valid" : sentenceOf(issue)}`,
    {
      params: { path: LAYOUT_PATH, line },
    },
  );
}

/** The most telling message: our own sentence, where a union or a key hides it. */
function sentenceOf(issue: Issue): string {
  const inner = [...(issue.issues ?? []), ...(issue.errors ?? []).flat()];
  const telling = inner.find((one) => one.code === "custom") ?? inner[0];
  return telling === undefined ? issue.message : sentenceOf(telling);
}

type Issue = {
  code?: string;
  message: string;
  issues?: readonly Issue[];
  errors?: readonly (readonly Issue[])[];
};

/** The line of the innermost part of the path that exists. */
function lineOf(text: string, path: readonly string[]): number {
  const document = readYamlDocument(text, LAYOUT_PATH);
  const lines = new LineCounter();
  for (const match of text.matchAll(/^/gm)) lines.addNewLine(match.index);
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
