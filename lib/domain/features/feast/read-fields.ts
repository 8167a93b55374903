import { type Feature, UNREAD_VALUE } from "../feature-view-spec.ts";
import { type PythonValue, whyUnread } from "./python-value.ts";
import { readType } from "./read-type.ts";
import { type Reading, readFlag, readNumber, readText, type Subject, sayOther } from "./reading.ts";

/** Arguments that are read, and those that shape no value. */
const KNOWN = new Set(
  "name dtype vector_index vector_length vector_search_metric description tags labels".split(" "),
);

/** readFields reads a list of `Field(name=..., dtype=...)`; an item that is none is said. */
export function readFields(reading: Reading, items: readonly PythonValue[], of: string): Feature[] {
  return items.flatMap((item) => {
    if (item.kind !== "call" || item.call.className !== "Field" || !item.call.path.startsWith("feast.")) {
      reading.say(item.line, `A field of ${of} is not read: ${whyUnread(item, "a Field")}.`);
      return [];
    }
    const subject = { call: item.call, of: `a field of ${of}` };
    const name = readText(reading, subject, "name");
    if (typeof name !== "string") {
      if (name === null) reading.say(item.line, `A field of ${of} is not read: it has no name.`);
      return [];
    }
    return [readField(reading, { call: item.call, of: `the field ${name} of ${of}` }, name)];
  });
}

function readField(reading: Reading, subject: Subject, name: string): Feature {
  const { call, of } = subject;
  sayOther(reading, subject, KNOWN);
  const dtype = call.named.get("dtype");
  const read = dtype === undefined ? { why: "it is not there" } : readType(dtype);
  if ("why" in read) reading.say(dtype?.line ?? call.line, `\`dtype\` of ${of} is not read: ${read.why}.`);
  return {
    name,
    valueType: "type" in read ? read.type : UNREAD_VALUE,
    vectorIndex: readFlag(reading, subject, "vector_index"),
    vectorLength: readNumber(reading, subject, "vector_length") || null,
    vectorSearchMetric: readText(reading, subject, "vector_search_metric") || null,
  };
}
