"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { REPORTED_ARMS } from "@/lib/domain/lineage/request-record.ts";

export const TIMES = [
  { hours: 1, words: "Last hour" },
  { hours: 24, words: "Last 24 hours" },
  { hours: 168, words: "Last 7 days" },
  { hours: 744, words: "Last 31 days" },
] as const;
export const OUTCOMES = ["ok", "error"] as const;

const parsers = {
  hours: parseAsInteger.withDefault(24),
  environment: parseAsString.withDefault(""),
  release: parseAsString.withDefault(""),
  unattributed: parseAsStringLiteral(["true"]),
  arm: parseAsStringLiteral(REPORTED_ARMS),
  region: parseAsString.withDefault(""),
  status: parseAsStringLiteral(OUTCOMES),
};

/** useRequestFilter keeps what the list of requests is asked for in the address, so that a link shows the same list. */
export function useRequestFilter() {
  return useQueryStates(parsers);
}
export type RequestFilter = ReturnType<typeof useRequestFilter>[0];

/** givenRequestFilter is the filter as the API takes it: what is empty is not asked. */
export function givenRequestFilter(filter: RequestFilter) {
  const { hours, environment, release, unattributed, arm, region, status } = filter;
  return {
    hours: TIMES.find((time) => time.hours === hours)?.hours ?? 24,
    ...(environment === "" ? {} : { environment }),
    ...(release === "" ? {} : { release }),
    ...(unattributed === null ? {} : { unattributed }),
    ...(arm === null ? {} : { arm }),
    ...(region === "" ? {} : { region }),
    ...(status === null ? {} : { status }),
  };
}
