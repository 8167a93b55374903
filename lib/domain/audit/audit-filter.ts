/** Which events of a chain are asked for. Times are ISO 8601 in UTC: from the first on, before the second. */
export type AuditFilter = {
  action?: string;
  actor?: string;
  environment?: string;
  release?: string;
  request?: string;
  from?: string;
  to?: string;
  /** Text that stands somewhere in the names, ids or the reason of an event. */
  q?: string;
};

export const AUDIT_FILTERS = [
  "q",
  "action",
  "actor",
  "environment",
  "release",
  "request",
  "from",
  "to",
] as const;

/** givenFilter keeps what is asked for; null where nothing is, and all events are meant. */
export function givenFilter(
  filter: { [Name in keyof AuditFilter]?: string | undefined },
): AuditFilter | null {
  const given = AUDIT_FILTERS.flatMap((name) => {
    const value = filter[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  return given.length === 0 ? null : Object.fromEntries(given);
}
