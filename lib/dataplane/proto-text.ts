import { BadItem } from "./bad-item.ts";
import { checkKey } from "./otlp-attributes.ts";
import type { ProtoReader } from "./proto-reader.ts";
import { TextMemory } from "./text-memory.ts";

/** What a sequence that is no UTF-8 becomes, and its own bytes. */
const REPLACEMENT = "\ufffd";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

const texts = new TextMemory(4_096);
const keys = new TextMemory(2_048);

/** readProtoText reads a text that can be stored. Throws BadItem for NUL and for what is no UTF-8. */
export function readProtoText(reader: ProtoReader): string {
  const end = reader.readMessageEnd();
  const text = texts.read(reader.bytes, reader.at, end, decodeText);
  reader.at = end;
  return text;
}

/** readProtoKey reads an attribute's name and checks it as readAttributes does; names that were seen are not checked again. */
export function readProtoKey(reader: ProtoReader): string {
  const end = reader.readMessageEnd();
  const key = keys.read(reader.bytes, reader.at, end, decodeKey);
  reader.at = end;
  return key;
}

function decodeText(bytes: Buffer, start: number, end: number): string {
  const text = decode(bytes, start, end);
  if (text === null) throw new BadItem("bad-text", "A text is not UTF-8.");
  if (text.includes("\0")) throw new BadItem("bad-text", "A text has a character that cannot be stored.");
  return text;
}

function decodeKey(bytes: Buffer, start: number, end: number): string {
  const key = decode(bytes, start, end);
  if (key === null) throw new BadItem("bad-text", "An attribute's key is not UTF-8.");
  return checkKey(key);
}

/** Null for what is no UTF-8. */
function decode(bytes: Buffer, start: number, end: number): string | null {
  const text = bytes.toString("utf8", start, end);
  return text.includes(REPLACEMENT) && !isReplacementSent(bytes, start, end, text) ? null : text;
}

/** Somebody may send the replacement character itself: then it is there as often as in the text. */
function isReplacementSent(bytes: Buffer, start: number, end: number, text: string): boolean {
  const part = bytes.subarray(start, end);
  let sent = 0;
  for (let at = part.indexOf(REPLACEMENT_BYTES); at !== -1; at = part.indexOf(REPLACEMENT_BYTES, at + 3))
    sent += 1;
  return sent === text.split(REPLACEMENT).length - 1;
}
