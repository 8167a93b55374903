import { AppError } from "../domain/errors.ts";

/**
 * Cursors are opaque to callers: the project they belong to and the last sort value, in base64url.
 * One of another project or a tampered one is a bad-cursor.
 */
export function encodeCursor(projectId: string, after: string): string {
  return Buffer.from(JSON.stringify([projectId, after])).toString("base64url");
}

/** decodeCursor returns the last sort value, or null where no cursor was sent. */
export function decodeCursor(projectId: string, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const after = read(cursor, projectId);
  if (after === null)
    throw new AppError("bad-cursor", "This page of the list does not exist; start at its beginning.");
  return after;
}

function read(cursor: string, projectId: string): string | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(value) || value.length !== 2 || value[0] !== projectId) return null;
    return typeof value[1] === "string" && encodeCursor(projectId, value[1]) === cursor ? value[1] : null;
  } catch {
    return null;
  }
}
