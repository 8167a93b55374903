import { type Feature, UNREAD_VALUE } from "../feature-view-spec.ts";
import { typeOfRegistryName, typeOfTagText } from "../value-type.ts";
import { parseJson } from "./parse-json.ts";
import type { RegistryField } from "./registry-schema.ts";

/** Where Feast keeps what its enumeration of types cannot say. */
const STRUCT_TAG = "feast:struct_schema";
const NESTED_TAG = "feast:nested_inner_type";

/** readRegistryField reads a column of a registry; `say` is told where its type is not known. */
export function readRegistryField(field: RegistryField, say: (sentence: string) => void): Feature {
  const type = typeOf(field);
  if (type === null) say(`The type ${field.valueType} of ${field.name} is not known here.`);
  return {
    name: field.name,
    valueType: type ?? UNREAD_VALUE,
    vectorIndex: field.vectorIndex,
    vectorLength: field.vectorLength || null,
    vectorSearchMetric: field.vectorSearchMetric || null,
  };
}

function typeOf({ valueType, tags }: RegistryField): string | null {
  if (valueType === "STRUCT" || valueType === "STRUCT_LIST") {
    const struct = typeOfTagText(tags[STRUCT_TAG] ?? "", parseJson);
    return struct === null || valueType === "STRUCT" ? struct : `Array(${struct})`;
  }
  if (valueType === "VALUE_LIST" || valueType === "VALUE_SET") {
    return typeOfTagText(tags[NESTED_TAG] ?? "", parseJson);
  }
  return typeOfRegistryName(valueType);
}
