import { isTypeWord, structType, typeOfMemberName, typeOfRegistryName } from "../value-type.ts";
import { type PythonValue, whyUnread } from "./python-value.ts";

const MAX_DEPTH = 10;

/** readType words what stands for a type in Feast (`Array(Float32)`, `ValueType.INT64`), or says why it is none. */
export function readType(value: PythonValue, depth = 0): { type: string } | { why: string } {
  const notAType = { why: whyUnread(value, "a type of Feast") };
  if (depth > MAX_DEPTH) return { why: "it is nested too deeply" };
  if (value.kind === "name" && value.path.startsWith("feast.")) {
    const [owner = "", word = ""] = value.path.split(".").slice(-2);
    const type =
      owner === "ValueType"
        ? typeOfRegistryName(word)
        : owner === "PrimitiveFeastType"
          ? typeOfMemberName(word)
          : isTypeWord(word)
            ? word
            : null;
    return type === null ? notAType : { type };
  }
  if (value.kind !== "call" || !value.call.path.startsWith("feast.")) return notAType;
  const { className, args, named } = value.call;
  if (className === "Struct") return readStruct(args[0] ?? named.get("fields"), notAType, depth);
  const item = args[0] ?? named.get("base_type");
  if ((className !== "Array" && className !== "Set") || item === undefined) return notAType;
  const inner = readType(item, depth + 1);
  return "why" in inner ? inner : { type: `${className}(${inner.type})` };
}

function readStruct(
  fields: PythonValue | undefined,
  notAType: { why: string },
  depth: number,
): { type: string } | { why: string } {
  if (fields?.kind !== "dict") return notAType;
  const read: [string, string][] = [];
  for (const { key, value } of fields.entries) {
    const inner = readType(value, depth + 1);
    if ("why" in inner) return inner;
    if (key.kind !== "text") return notAType;
    read.push([key.value, inner.type]);
  }
  return { type: structType(read) };
}
