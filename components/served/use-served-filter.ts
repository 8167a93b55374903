"use client";

import { createParser, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { momentText, parseMoment, SPANS } from "@/components/served/moment.ts";
import { LINES_BY } from "@/components/served/served-lines.ts";

export const SERVED_VIEWS = ["charts", "table"] as const;

const parseAsMoment = createParser<Date>({
  parse: parseMoment,
  serialize: momentText,
  eq: (one, other) => one.getTime() === other.getTime(),
});

const parsers = {
  environment: parseAsString.withDefault(""),
  region: parseAsString.withDefault(""),
  at: parseAsMoment,
  span: parseAsStringLiteral(SPANS).withDefault("24h"),
  by: parseAsStringLiteral(LINES_BY).withDefault("release"),
  view: parseAsStringLiteral(SERVED_VIEWS).withDefault("charts"),
};

/** useServedFilter keeps place, moment and view in the address, so that a link shows the same answer; no moment is now. */
export function useServedFilter() {
  return useQueryStates(parsers);
}
export type ServedFilter = ReturnType<typeof useServedFilter>[0];
export type ServedFilterChange = { [Name in keyof ServedFilter]?: ServedFilter[Name] | null };
