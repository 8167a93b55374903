import type { FeatureViewSpec, Unread } from "../feature-view-spec.ts";
import type { PythonModule } from "./python-module.ts";
import type { PythonValue } from "./python-value.ts";
import { readModule } from "./read-module.ts";
import { readView } from "./read-view.ts";
import type { Reading } from "./reading.ts";
import { isOperator } from "./token.ts";
import { isView, isViewClass } from "./view-classes.ts";

const MAX_LENGTH = 1024 * 1024;
const MAX_UNREAD = 200;
const MAX_VIEWS = 100;
const MAX_ITEMS = 20_000;

/**
 * readFeastFile reads the feature views that a file of Feast registers, without running it. What cannot be known that
 * way is in `unread`, with its line; nothing is guessed. Never throws; linear in the length of the text.
 */
export function readFeastFile(text: string): { views: FeatureViewSpec[]; unread: Unread[] } {
  if (text.length > MAX_LENGTH) {
    return { views: [], unread: [{ line: 1, sentence: "The file is larger than 1 MiB and is not read." }] };
  }
  const module = readModule(text);
  const said = new Map<string, Unread>();
  const say = (line: number, sentence: string): void => {
    if (said.size < MAX_UNREAD) said.set(`${line} ${sentence}`, { line, sentence });
  };
  for (const { line, sentence } of module.unread) say(line, sentence);
  const reading: Reading = {
    say: (line, sentence) => {
      reading.said += 1;
      say(line, sentence);
    },
    note: say,
    said: 0,
    changed: module.changed,
    itemsLeft: MAX_ITEMS,
  };
  const views = readViews(module, reading);
  sayHidden(module, say);
  const unread = [...said.values()].sort((left, right) => left.line - right.line);
  return { views, unread };
}

function readViews(module: PythonModule, reading: Reading): FeatureViewSpec[] {
  const { scope, made } = module;
  const bound = new Set(scope.names.values());
  const views: FeatureViewSpec[] = [];
  for (const { value } of made) {
    const { call } = value;
    if (!isView(call)) {
      const isOther = call.path.startsWith("feast.") && isViewClass(call.className);
      if (isOther) reading.say(call.line, `A ${call.className} is not read.`);
      continue;
    }
    if (!bound.has(value)) {
      reading.say(call.line, "This feature view keeps no name in the file, so Feast does not register it.");
    } else if (views.length >= MAX_VIEWS) {
      reading.say(call.line, `The file has more than ${MAX_VIEWS} feature views; this one is not read.`);
    } else {
      const view = readView(reading, scope, value);
      if (view !== null) views.push(view);
    }
  }
  return views;
}

/** Views that are made where nothing is read: in a function, a loop, a condition, or by a name that is not known. */
function sayHidden({ tokens, scope, made }: PythonModule, say: Reading["say"]): void {
  const read = new Set(made.map(({ at }) => at));
  tokens.forEach((token, at) => {
    if (token.kind !== "name" || !isOperator(tokens[at + 1], "(") || read.has(at)) return;
    if (["def", "class"].includes(tokens[at - 1]?.source ?? "")) return;
    const value = scope.names.get(token.source);
    const isMember = isOperator(tokens[at - 1], ".");
    const isFeast = value === undefined ? scope.hasFeastStar : isOfFeast(value);
    const className = isFeast && value?.kind === "name" ? lastName(value.path) : token.source;
    if (!isViewClass(isMember ? token.source : className)) return;
    if (isMember || isFeast) say(token.line, "A feature view is made here in a way that is not read.");
    else if (value === undefined) say(token.line, `\`${token.source}\` is not imported, so it is not read.`);
    else say(token.line, `\`${token.source}\` is not that of Feast here, so it is not read.`);
  });
}

function isOfFeast(value: PythonValue): boolean {
  return value.kind === "name" && value.path.startsWith("feast.");
}

function lastName(path: string): string {
  return path.split(".").at(-1) ?? "";
}
