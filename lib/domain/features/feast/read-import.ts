import type { LogicalLine } from "./logical-lines.ts";
import type { Scope } from "./scope.ts";
import { isOperator, type Token } from "./token.ts";

/** readImport binds what `import a as b` and `from a import b as c` bring; false where the line is neither. */
export function readImport(tokens: readonly Token[], { from, to, line }: LogicalLine, scope: Scope): boolean {
  const words = tokens.slice(from, to).filter((token) => !isOperator(token, "(", ")"));
  const [first] = words;
  if (first?.source !== "import" && first?.source !== "from") return false;
  const importAt = words.findIndex((word) => word.source === "import");
  if (importAt === -1) return false;
  const module = words.slice(1, importAt).map(sourceOf).join("");
  for (const part of splitAtCommas(words.slice(importAt + 1))) {
    const as = part.findIndex((word) => word.source === "as");
    const path = (as === -1 ? part : part.slice(0, as)).map(sourceOf).join("");
    const alias = as === -1 ? undefined : part[as + 1]?.source;
    if (path === "*") scope.hasFeastStar ||= /^feast(\.|$)/.test(module);
    else if (path !== "") bind(scope, first.source === "import" ? null : module, path, alias, line);
  }
  return true;
}

function bind(
  scope: Scope,
  module: string | null,
  path: string,
  alias: string | undefined,
  line: number,
): void {
  const root = path.split(".")[0] ?? path;
  // `import a.b` binds `a`; with `as` it binds `a.b`.
  const full = module === null ? (alias === undefined ? root : path) : `${module}.${path}`;
  scope.names.set(alias ?? (module === null ? root : path), { kind: "name", line, path: full });
}

function splitAtCommas(words: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const word of words) {
    if (isOperator(word, ",")) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function sourceOf(token: Token): string {
  return token.source;
}
