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

/** readProtoAttribute reads one KeyValue into a map, as readAttributes reads one of JSON. Throws BadItem alike. */
export function readProtoAttribute(
  pair: ProtoReader,
  attributes: Map<string, AttributeValue>,
  depth = 0,
): void {
  if (attributes.size >= MAX_ATTRIBUTES) {
    throw new BadItem("bad-attribute", "There are more than 1,000 attributes.");
  }
  let name = "";
  let value: AttributeValue = null;
  while (pair.at < pair.end) {
    const tag = pair.readUint32();
    if (tag === KEY) name = readProtoKey(pair);
    else if (tag === VALUE) value = readAnyValue(pair.readMessage(), depth);
    else pair.skip(tag & 7);
  }
  attributes.set(name, value);
}

function readAnyValue(any: ProtoReader, depth: number): AttributeValue {
  if (depth > MAX_NESTING) throw new BadItem("bad-attribute", "An attribute is nested too deeply.");
  let value: AttributeValue = null;
  while (any.at < any.end) {
    const tag = any.readUint32();
    if (tag === ANY.string) value = readProtoText(any);
    else if (tag === ANY.bool) value = any.readUint32() !== 0;
    else if (tag === ANY.int) value = any.readInt64();
    else if (tag === ANY.double) value = readDouble(any.readDouble());
    else if (tag === ANY.array) value = readArray(any.readMessage(), depth + 1);
    else if (tag === ANY.list) value = readList(any.readMessage(), depth + 1);
    else any.skip(tag & 7);
  }
  return value;
}

function readArray(array: ProtoReader, depth: number): AttributeValue[] {
  const values: AttributeValue[] = [];
  while (array.at < array.end) {
    const tag = array.readUint32();
    if (tag === VALUES) values.push(readAnyValue(array.readMessage(), depth));
    else array.skip(tag & 7);
  }
  return values;
}

function readList(list: ProtoReader, depth: number): Map<string, AttributeValue> {
  const pairs = new Map<string, AttributeValue>();
  while (list.at < list.end) {
    const tag = list.readUint32();
    if (tag === VALUES) readProtoAttribute(list.readMessage(), pairs, depth);
    else list.skip(tag & 7);
  }
  return pairs;
}
