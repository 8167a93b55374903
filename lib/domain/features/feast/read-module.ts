import { evaluate } from "./evaluate.ts";
import { type Statement, splitLines, splitStatements } from "./logical-lines.ts";
import type { PythonModule } from "./python-module.ts";
import { pythonSource } from "./python-source.ts";
import { type PythonValue, unreadValue } from "./python-value.ts";
import { readAssignment } from "./read-assignment.ts";
import { readBlock } from "./read-block.ts";
import { readExpression } from "./read-expression.ts";
import { readFunction } from "./read-function.ts";
import { readImport } from "./read-import.ts";
import { newScope } from "./scope.ts";
import { isOperator } from "./token.ts";
import { tokenize } from "./tokenize.ts";

const COMPOUND = new Set("if elif else for while try except finally with match async".split(" "));

/** readModule reads assignments, imports, functions and decorators of a file in their order. Never throws. */
export function readModule(file: string): PythonModule {
  const text = pythonSource(file);
  const { tokens, unread } = tokenize(text);
  const source = text.split("\n");
  const module: PythonModule = {
    text,
    source,
    tokens,
    scope: newScope(),
    made: [],
    changed: new Map(),
    unread,
  };
  let decorators: Statement[] = [];
  for (const statement of splitStatements(splitLines(text, tokens))) {
    if (isOperator(tokens[statement.from], "@")) {
      decorators.push(statement);
      continue;
    }
    readStatement(module, statement, decorators);
    decorators = [];
  }
  return module;
}

function readStatement(module: PythonModule, statement: Statement, decorators: readonly Statement[]): void {
  const { tokens, scope } = module;
  const { from, to, block } = statement;
  const word = tokens[from]?.source ?? "";
  const definition = readFunction(module, statement, block);
  if (definition !== null) {
    const value: PythonValue = { kind: "function", line: statement.line, definition };
    const [outer] = decorators;
    scope.names.set(definition.name, outer === undefined ? value : decorate(module, outer, value));
    if (decorators.length > 1) {
      const sentence = `A second decorator of \`${definition.name}\` is not read.`;
      module.unread.push({ line: statement.line, sentence });
    }
  } else if (word === "class") {
    const name = tokens[from + 1]?.source ?? "";
    scope.names.set(name, unreadValue(statement.line, `\`${name}\` is a class of this file`));
  } else if (COMPOUND.has(word) || block.length > 0) readBlock(module, statement, word);
  else if (!readImport(tokens, statement, scope)) {
    readAssignment(module, statement, (at) => workOut(module, at, to));
  }
}

function workOut(module: PythonModule, at: number, to: number): PythonValue {
  return evaluate(readExpression(module.tokens, at, to), module.scope, (call) => module.made.push(call));
}

/** A function below `@feast.on_demand_feature_view(...)` is what that call makes of it. */
function decorate(
  module: PythonModule,
  decorator: Statement,
  value: Extract<PythonValue, { kind: "function" }>,
): PythonValue {
  const { made } = module;
  const { from, to, line } = decorator;
  const before = made.length;
  const result = workOut(module, from + 1, to);
  const last = made.at(-1);
  if (result.kind !== "call" || last === undefined || made.length === before) {
    return unreadValue(line, `\`${value.definition.name}\` is changed by a decorator`);
  }
  const call = { ...last.value.call, decorates: value.definition };
  const decorated = { kind: "call", line, call } as const;
  made[made.length - 1] = { value: decorated, at: last.at };
  return decorated;
}
