import { type FeatureAggregation, UNREAD_VALUE } from "../feature-view-spec.ts";
import { type PythonCall, type PythonValue, whyUnread } from "./python-value.ts";
import { type Reading, readSeconds, readText, sayOther } from "./reading.ts";

const ORDER = ["column", "function", "time_window", "slide_interval", "name"] as const;
const KNOWN: ReadonlySet<string> = new Set(ORDER);

/** readAggregations reads a list of `Aggregation(column=..., function=..., time_window=...)`; an item that is none is said. */
export function readAggregations(
  reading: Reading,
  items: readonly PythonValue[],
  of: string,
): FeatureAggregation[] {
  return items.flatMap((item) => {
    const isOne =
      item.kind === "call" && item.call.className === "Aggregation" && item.call.path.startsWith("feast.");
    if (isOne) return [readAggregation(reading, named(item.call), of)];
    reading.say(item.line, `An aggregation of ${of} is not read: ${whyUnread(item, "an Aggregation")}.`);
    return [];
  });
}

function readAggregation(reading: Reading, call: PythonCall, of: string): FeatureAggregation {
  const subject = { call, of: `an aggregation of ${of}` };
  sayOther(reading, subject, KNOWN);
  const textOf = (name: string): string => {
    const text = readText(reading, subject, name);
    return text === undefined ? UNREAD_VALUE : (text ?? "");
  };
  const timeWindowSeconds = readSeconds(reading, subject, "time_window") || null;
  return {
    column: textOf("column"),
    function: textOf("function"),
    timeWindowSeconds,
    // Feast's own default.
    slideIntervalSeconds: readSeconds(reading, subject, "slide_interval") || timeWindowSeconds,
    name: textOf("name") || null,
  };
}

/** Arguments without a name, by their place. */
function named(call: PythonCall): PythonCall {
  const places = call.args.slice(0, ORDER.length).map((value, index) => [ORDER[index] ?? "", value] as const);
  return { ...call, args: call.args.slice(ORDER.length), named: new Map([...places, ...call.named]) };
}
