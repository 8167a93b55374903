import { z } from "zod";

/** A moment, ISO 8601 in UTC. */
export const instant = z.iso.datetime();
/** `sha256:` and 64 hex digits. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
/** The article's fingerprint: 10 hex digits. */
export const releaseIdText = z.string().regex(/^[0-9a-f]{10}$/, "A release id has 10 hex digits.");
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "Lower-case letters, digits and dashes, at most 63.");
export const environmentName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
/** A numbered thing of a project, as it stands in an address. */
export const numberText = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number);
/** Why somebody did something: a sentence that the audit log keeps. */
export const reasonText = z
  .string()
  .trim()
  .min(5, "Give a reason of at least 5 characters.")
  .max(2000, "A reason has at most 2,000 characters.");
/** Text that people write and others read. */
export const line = (max: number) => z.string().trim().min(1, "This must not be empty.").max(max);

export const noQuery = z.strictObject({});
export const projectParams = z.strictObject({ project: slug });

/** Lists are paged by opaque cursors. */
export const pageQuery = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

/** pageOf is a list's answer: its items and where the next page starts. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** What stands in the way of a promotion. */
export const blocker = z.strictObject({ code: z.string(), sentence: z.string() });
export type BlockerResponse = z.output<typeof blocker>;

/** A part of a release with where it comes from. */
export const part = z.strictObject({
  key: z.string(),
  kind: z.string(),
  name: z.string(),
  version: z.string(),
  digest,
});
export type PartResponse = z.output<typeof part>;

/** Errors that any endpoint of a project may answer. */
export const projectErrors = [
  "unauthenticated",
  "not-found",
  "bad-request",
  "internal",
  "unavailable",
] as const;
/** Errors of endpoints that change something. */
export const writeErrors = [
  ...projectErrors,
  "forbidden",
  "insufficient-scope",
  "csrf",
  "malformed-json",
  "too-deep",
  "forbidden-key",
  "invalid",
  "unknown-field",
  "unsupported-media-type",
  "too-large",
  "request-timeout",
  "idempotency-key-required",
  "idempotency-mismatch",
  "version-conflict",
  "audit-unavailable",
] as const;
