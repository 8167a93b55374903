import { BadItem } from "./bad-item.ts";
import { type AttributeValue, MAX_ATTRIBUTES, MAX_NESTING, readDouble } from "./otlp-attributes.ts";
import type { ProtoReader } from "./proto-reader.ts";
import { readProtoKey, readProtoText } from "./proto-text.ts";

/** Fields of KeyValue and of AnyValue, with their wire types: `field << 3 | type`. */
const KEY = 0x0a;
const VALUE = 0x12;
const ANY = { string: 0x0a, bool: 0x10, int: 0x18, double: 0x21, array: 0x2a, list: 0x32 } as const;
/** `values` of ArrayValue and of KeyValueList. */
const VALUES = 0x0a;

/**
 * readProtoAttribute reads the next message, a KeyValue, into a map, as readAttributes reads one of JSON. Throws BadItem
 * alike; the reader is of no use then.
 */
export function readProtoAttribute(
  reader: ProtoReader,
  attributes: Map<string, AttributeValue>,
  depth = 0,
): void {
  if (attributes.size >= MAX_ATTRIBUTES) {
    throw new BadItem("bad-attribute", "There are more than 1,000 attributes.");
  }
  const outerEnd = reader.enter();
  let name = "";
  let value: AttributeValue = null;
  while (reader.at < reader.end) {
    const tag = reader.readUint32();
    if (tag === KEY) name = readProtoKey(reader);
    else if (tag === VALUE) value = readAnyValue(reader, depth);
    else reader.skip(tag & 7);
  }
  reader.leave(outerEnd);
  attributes.set(name, value);
}

function readAnyValue(reader: ProtoReader, depth: number): AttributeValue {
  if (depth > MAX_NESTING) throw new BadItem("bad-attribute", "An attribute is nested too deeply.");
  const outerEnd = reader.enter();
  let value: AttributeValue = null;
  while (reader.at < reader.end) {
    const tag = reader.readUint32();
    if (tag === ANY.string) value = readProtoText(reader);
    else if (tag === ANY.bool) value = reader.readUint32() !== 0;
    else if (tag === ANY.int) value = reader.readInt64();
    else if (tag === ANY.double) value = readDouble(reader.readDouble());
    else if (tag === ANY.array) value = readArray(reader, depth + 1);
    else if (tag === ANY.list) value = readList(reader, depth + 1);
    else reader.skip(tag & 7);
  }
  reader.leave(outerEnd);
  return value;
}

function readArray(reader: ProtoReader, depth: number): AttributeValue[] {
  const outerEnd = reader.enter();
  const values: AttributeValue[] = [];
  while (reader.at < reader.end) {
    const tag = reader.readUint32();
    if (tag === VALUES) values.push(readAnyValue(reader, depth));
    else reader.skip(tag & 7);
  }
  reader.leave(outerEnd);
  return values;
}

function readList(reader: ProtoReader, depth: number): Map<string, AttributeValue> {
  const outerEnd = reader.enter();
  const pairs = new Map<string, AttributeValue>();
  while (reader.at < reader.end) {
    const tag = reader.readUint32();
    if (tag === VALUES) readProtoAttribute(reader, pairs, depth);
    else reader.skip(tag & 7);
  }
  reader.leave(outerEnd);
  return pairs;
}
