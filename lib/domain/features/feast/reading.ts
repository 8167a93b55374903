import type { PythonCall, PythonValue } from "./python-value.ts";
import { whyUnread } from "./python-value.ts";

/** What the readers of calls share. */
export type Reading = {
  /** Keeps what could not be read. */
  say: (line: number, sentence: string) => void;
  /** Keeps what was read and is less than it seems. */
  note: (line: number, sentence: string) => void;
  /** How often something was said. */
  said: number;
  /** What later lines change. */
  changed: ReadonlyMap<PythonValue, number>;
  /** How many more items are read: a long list that many views share must not become very many objects. */
  itemsLeft: number;
};

/** A call and what people know it as: `the feature view releases`. */
export type Subject = { call: PythonCall; of: string };

/** argumentOf is a named argument; null where it is absent or None. */
export function argumentOf({ call }: Subject, name: string): PythonValue | null {
  const value = call.named.get(name);
  return value === undefined || (value.kind === "constant" && value.value === null) ? null : value;
}

/** sayUnread says that an argument could not be read, and why. */
export function sayUnread(
  reading: Reading,
  { of }: Subject,
  name: string,
  value: PythonValue,
  as: string,
): void {
  reading.say(value.line, `\`${name}\` of ${of} is not read: ${whyUnread(value, as)}.`);
}

/** readText is an argument that is a text; null where it is absent, undefined where it could not be read, which is said. */
export function readText(reading: Reading, subject: Subject, name: string): string | null | undefined {
  const value = argumentOf(subject, name);
  if (value === null) return null;
  if (value.kind === "text") return value.value;
  sayUnread(reading, subject, name, value, "a text");
  return undefined;
}

/** readNumber is an argument that is a number; null where it is absent or could not be read, which is said. */
export function readNumber(reading: Reading, subject: Subject, name: string): number | null {
  const value = argumentOf(subject, name);
  if (value === null || value.kind === "number") return value?.value ?? null;
  sayUnread(reading, subject, name, value, "a number");
  return null;
}

/** readFlag is an argument that is True or False; false where it is absent or could not be read, which is said. */
export function readFlag(reading: Reading, subject: Subject, name: string): boolean {
  const value = argumentOf(subject, name);
  if (value === null) return false;
  if (value.kind === "constant") return value.value === true;
  sayUnread(reading, subject, name, value, "True or False");
  return false;
}

/** readSeconds is an argument that is a timedelta; null where it is absent or could not be read, which is said. */
export function readSeconds(reading: Reading, subject: Subject, name: string): number | null {
  const value = argumentOf(subject, name);
  if (value === null || value.kind === "duration") return value?.seconds ?? null;
  sayUnread(reading, subject, name, value, "a timedelta");
  return null;
}

/** readList is an argument that is a list; empty where it is absent or could not be read, which is said. */
export function readList(reading: Reading, subject: Subject, name: string): readonly PythonValue[] {
  const value = argumentOf(subject, name);
  if (value === null) return [];
  if (value.kind !== "list") {
    sayUnread(reading, subject, name, value, "a list");
    return [];
  }
  sayChanged(reading, value, `\`${name}\` of ${subject.of}`);
  return hasRoom(reading, subject, name, value, value.items.length) ? value.items : [];
}

/** readTexts is an argument that is a dict of texts; empty where it is absent. What could not be read is said. */
export function readTexts(reading: Reading, subject: Subject, name: string): Record<string, string> {
  const value = argumentOf(subject, name);
  if (value === null) return {};
  if (value.kind !== "dict") {
    sayUnread(reading, subject, name, value, "a dict");
    return {};
  }
  sayChanged(reading, value, `\`${name}\` of ${subject.of}`);
  if (!hasRoom(reading, subject, name, value, value.entries.length)) return {};
  const texts = value.entries.flatMap(({ key, value: text }): [string, string][] => {
    if (key.kind === "text" && text.kind === "text") return [[key.value, text.value]];
    sayUnread(reading, subject, name, key.kind === "text" ? text : key, "a text");
    return [];
  });
  return Object.fromEntries(texts);
}

function hasRoom(
  reading: Reading,
  { of }: Subject,
  name: string,
  { line }: PythonValue,
  count: number,
): boolean {
  reading.itemsLeft -= count;
  if (reading.itemsLeft < 0)
    reading.say(line, `\`${name}\` of ${of} is not read: the file has too many items.`);
  return reading.itemsLeft >= 0;
}

/** sayChanged says that a value is changed by a later line, which is not read. */
export function sayChanged(reading: Reading, value: PythonValue, what: string): void {
  const line = reading.changed.get(value);
  if (line !== undefined) reading.say(line, `${capital(what)} is changed on this line, which is not read.`);
}

/** sayOther says which arguments are not known here, so that none is dropped in silence. */
export function sayOther(reading: Reading, { call, of }: Subject, known: ReadonlySet<string>): void {
  for (const [name, value] of call.named) {
    if (!known.has(name)) reading.say(value.line, `\`${name}\` of ${of} is not known here, and is not read.`);
  }
  for (const value of call.args)
    reading.say(value.line, `An argument of ${of} that has no name is not read.`);
  for (const value of call.spreads) {
    reading.say(value.line, `Arguments of ${of} that come from \`*\` or \`**\` are not read.`);
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
