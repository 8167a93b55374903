export const STATUS_ROLES = ["good", "bad", "warn", "active", "neutral"] as const;
export type StatusRole = (typeof STATUS_ROLES)[number];

export const GLYPH_NAMES = [
  "check",
  "cross",
  "triangle",
  "half-ring",
  "ring",
  "bars",
  "dashed-ring",
] as const;
export type GlyphName = (typeof GLYPH_NAMES)[number];

export type StatusEntry = {
  /** The word that people read. */
  word: string;
  role: StatusRole;
  glyph: GlyphName;
  /** Something happens right now; only then may the glyph turn. */
  isLive: boolean;
};

/** ROLE_GLYPH is the shape of a role where no state chooses another. */
export const ROLE_GLYPH = {
  good: "check",
  bad: "cross",
  warn: "triangle",
  active: "half-ring",
  neutral: "ring",
} as const satisfies Record<StatusRole, GlyphName>;

function entry(word: string, role: StatusRole, glyph: GlyphName = ROLE_GLYPH[role]): StatusEntry {
  return { word, role, glyph, isLive: false };
}

function live(word: string): StatusEntry {
  return { word, role: "active", glyph: "half-ring", isLive: true };
}

/** STATUS_TABLE: every state a person can see, with its word, role and shape. The only place for either. */
export const STATUS_TABLE = {
  promotion: {
    draft: entry("Draft", "neutral"),
    gates: live("Gates running"),
    shadow: live("Shadow running"),
    in_review: entry("In review", "active"),
    approved: entry("Approved", "good"),
    merging: live("Merging"),
    merged: entry("Merged", "good"),
    rejected: entry("Rejected", "bad"),
    withdrawn: entry("Withdrawn", "neutral"),
    superseded: entry("Superseded", "neutral"),
  },
  rollout: {
    waiting: entry("Waiting", "neutral"),
    stepping: live("Stepping"),
    baking: live("Baking"),
    completed: entry("Completed", "good"),
    paused: entry("Paused", "neutral", "bars"),
    rolled_back: entry("Rolled back", "bad"),
    aborted: entry("Aborted", "neutral"),
    superseded: entry("Superseded", "neutral"),
  },
  verdict: {
    pass: entry("pass", "good"),
    fail: entry("fail", "bad"),
    inconclusive: entry("inconclusive", "warn"),
    insufficient: entry("insufficient", "neutral", "dashed-ring"),
    error: entry("error", "warn"),
    not_applicable: entry("not applicable", "neutral"),
    not_comparable: entry("not comparable", "neutral", "dashed-ring"),
    not_run: entry("not run", "neutral", "dashed-ring"),
    needs_review: entry("cost review", "warn"),
  },
  decision: {
    continue: entry("Continue", "good"),
    hold: entry("Hold", "warn"),
    pause_for_review: entry("Pause for review", "warn"),
    rollback: entry("Roll back", "bad"),
  },
  reconciliation: {
    open: entry("Open", "warn"),
    closed: entry("Closed", "good"),
  },
  environment: {
    in_sync: entry("In sync", "good"),
    drift: entry("Drift", "warn"),
    rollout: entry("Rollout in progress", "active"),
    reconciling: entry("Reconciling", "warn"),
  },
  release: {
    known_good: entry("Known good", "good"),
    last_known_good: entry("Last known good", "good"),
    quarantined: entry("Quarantined", "bad"),
    proposed: entry("Proposed", "neutral"),
    published: entry("Published", "good"),
  },
  review: {
    approved: entry("Approved", "good"),
    changes_requested: entry("Changes requested", "bad"),
    stale: entry("Stale", "warn"),
    not_reviewed: entry("Not reviewed", "neutral"),
  },
  data: {
    no_data: entry("No data", "neutral", "dashed-ring"),
    unavailable: entry("Unavailable", "warn"),
  },
} as const satisfies Record<string, Record<string, StatusEntry>>;

export type StatusFamily = keyof typeof STATUS_TABLE;
export type StatusOf<F extends StatusFamily> = keyof (typeof STATUS_TABLE)[F] & string;
export type AnyStatus = { [F in StatusFamily]: { family: F; state: StatusOf<F> } }[StatusFamily];

/** findStatus looks a state up; null for a word that this table does not know (an old row, a newer server). */
export function findStatus(family: StatusFamily, state: string): StatusEntry | null {
  const states: Record<string, StatusEntry> = STATUS_TABLE[family];
  return Object.hasOwn(states, state) ? (states[state] ?? null) : null;
}

/** describeStatus never fails: an unknown state is shown by its own name, as neutral, not hidden. */
export function describeStatus(family: StatusFamily, state: string): StatusEntry {
  return findStatus(family, state) ?? entry(state.replaceAll("_", " "), "neutral", "dashed-ring");
}
