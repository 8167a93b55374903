/** What could not be read as it is, and what to do; `path` is in the ops repository. */
export type Finding = { path: string; code: FindingCode; message: string };

export const FINDING_CODES = [
  "bad_layout",
  "bad_alias",
  "bad_manifest",
  "case_collision",
  "edited_version",
  "history_rewritten",
  "lfs_pointer",
  "look_alike",
  "missing_content",
  "too_large",
  "two_kinds",
  "unsupported_entry",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];
