import type { FeatureEntity } from "../feature-view-spec.ts";
import { type PythonCall, type PythonValue, whyUnread } from "./python-value.ts";
import { readType } from "./read-type.ts";
import {
  argumentOf,
  type Reading,
  readList,
  readText,
  type Subject,
  sayChanged,
  sayOther,
} from "./reading.ts";

const KNOWN = new Set("name join_keys join_key value_type description tags owner labels".split(" "));

/** readEntities reads a list of entities, each `Entity(name=..., join_keys=[...])`; an item that is none is said. */
export function readEntities(reading: Reading, items: readonly PythonValue[], of: string): FeatureEntity[] {
  return items.flatMap((item) => {
    if (item.kind === "text") {
      reading.say(item.line, `The join keys of the entity ${item.value} of ${of} are not in this file.`);
      return [{ name: item.value, joinKeys: [], valueType: null }];
    }
    const isEntity =
      item.kind === "call" && item.call.className === "Entity" && item.call.path.startsWith("feast.");
    if (!isEntity) {
      reading.say(item.line, `An entity of ${of} is not read: ${whyUnread(item, "an Entity")}.`);
      return [];
    }
    const entity = readEntity(reading, item.call, of);
    if (entity !== null) sayChanged(reading, item, `the entity ${entity.name}`);
    return entity === null ? [] : [entity];
  });
}

function readEntity(reading: Reading, call: PythonCall, of: string): FeatureEntity | null {
  const name = readText(reading, { call, of: `an entity of ${of}` }, "name");
  if (typeof name !== "string") {
    if (name === null) reading.say(call.line, `An entity of ${of} is not read: it has no name.`);
    return null;
  }
  const subject = { call, of: `the entity ${name}` };
  sayOther(reading, subject, KNOWN);
  return {
    name,
    joinKeys: readJoinKeys(reading, subject, name),
    valueType: readValueType(reading, call, subject.of),
  };
}

/** Without join keys Feast takes the entity's name; keys that could not be read are left out, and are said. */
function readJoinKeys(reading: Reading, subject: Subject, name: string): string[] {
  const declared = argumentOf(subject, "join_keys");
  if (declared === null || (declared.kind === "list" && declared.items.length === 0)) {
    const single = readText(reading, subject, "join_key");
    return single === undefined ? [] : [single ?? name];
  }
  return readList(reading, subject, "join_keys").flatMap((key) => {
    if (key.kind === "text") return [key.value];
    reading.say(key.line, `A join key of ${subject.of} is not read: ${whyUnread(key, "a text")}.`);
    return [];
  });
}

function readValueType(reading: Reading, call: PythonCall, of: string): string | null {
  const value = argumentOf({ call, of }, "value_type");
  if (value === null || (value.kind === "name" && /\.(UNKNOWN|INVALID)$/.test(value.path))) return null;
  const read = readType(value);
  if ("type" in read) return read.type;
  reading.say(value.line, `\`value_type\` of ${of} is not read: ${read.why}.`);
  return null;
}
