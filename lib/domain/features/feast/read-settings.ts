import { argumentOf, type Reading, readFlag, readSeconds, readText, type Subject } from "./reading.ts";

const FLAGS = {
  singleton: "singleton",
  write_to_online_store: "writeToOnlineStore",
  enable_tiling: "enableTiling",
} as const;

/** readSettings reads what else shapes a view's values, where it is not Feast's default. */
export function readSettings(reading: Reading, subject: Subject): Record<string, string> {
  const settings: Record<string, string> = {};
  const timestampField = readText(reading, subject, "timestamp_field");
  if (timestampField) settings.timestampField = timestampField;
  for (const [argument, setting] of Object.entries(FLAGS)) {
    if (readFlag(reading, subject, argument)) settings[setting] = "true";
  }
  if (argumentOf(subject, "tiling_hop_size") !== null) {
    const seconds = readSeconds(reading, subject, "tiling_hop_size");
    if (seconds) settings.tilingHopSize = `${seconds}s`;
  }
  return settings;
}
