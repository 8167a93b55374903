import { BadItem } from "./bad-item.ts";
import { checkKey } from "./otlp-attributes.ts";
import type { ProtoReader } from "./proto-reader.ts";

/** What a sequence that is no UTF-8 becomes, and its own bytes. */
const REPLACEMENT = "\ufffd";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/** readProtoText reads a text that can be stored. Throws BadItem for NUL and for what is no UTF-8. */
export function readProtoText(reader: ProtoReader): string {
  const end = reader.readMessageEnd();
  const { bytes, at } = reader;
  reader.at = end;
  const text = decode(bytes, at, end);
  if (text === null) throw new BadItem("bad-text", "A text is not UTF-8.");
  if (text.includes("\0")) throw new BadItem("bad-text", "A text has a character that cannot be stored.");
  return text;
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

/** Names of attributes come again and again: a slot keeps the last one whose bytes hash to it. */
const SLOTS = 2_048;
const MAX_REMEMBERED_BYTES = 64;
const names: ({ bytes: Buffer; name: string } | undefined)[] = new Array(SLOTS).fill(undefined);

/** readProtoKey reads an attribute's name and checks it as readAttributes does; names that were seen are not checked again. */
export function readProtoKey(reader: ProtoReader): string {
  const { bytes } = reader;
  const end = reader.readMessageEnd();
  const start = reader.at;
  const length = end - start;
  if (length > MAX_REMEMBERED_BYTES) {
    reader.at = end;
    return decodeKey(bytes, start, end);
  }
  let hash = length;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  const slot = hash & (SLOTS - 1);
  const known = names[slot];
  reader.at = end;
  if (known !== undefined && isSame(known.bytes, bytes, start, length)) return known.name;
  const name = decodeKey(bytes, start, end);
  names[slot] = { bytes: Buffer.from(bytes.subarray(start, end)), name };
  return name;
}

function decodeKey(bytes: Buffer, start: number, end: number): string {
  const key = decode(bytes, start, end);
  if (key === null) throw new BadItem("bad-text", "An attribute's key is not UTF-8.");
  return checkKey(key);
}

function isSame(known: Buffer, bytes: Buffer, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let index = 0; index < length; index += 1) if (known[index] !== bytes[start + index]) return false;
  return true;
}
