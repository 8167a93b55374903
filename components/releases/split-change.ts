export type SplitChange = { lead: string; moved: string };

/**
 * splitChange parts the words of a change (`feature_view releases@4 → releases@5`) into what stays quiet
 * (`feature_view releases`) and what moved (`@4 → @5`). Pure; words of another form are all quiet.
 */
export function splitChange(change: string): SplitChange {
  const match = /^(\S+) (.+)@([^@]+) → (.+)@([^@]+)$/.exec(change);
  if (match === null) return { lead: change, moved: "" };
  const [, kind = "", fromName = "", from = "", toName = "", to = ""] = match;
  return fromName === toName
    ? { lead: `${kind} ${fromName} `, moved: `@${from} → @${to}` }
    : { lead: `${kind} `, moved: `${fromName}@${from} → ${toName}@${to}` };
}
