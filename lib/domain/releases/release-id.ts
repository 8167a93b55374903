import { sha256Hex } from "../digest.ts";
import { pythonJson } from "./python-json.ts";

/** A release's references: key (`kind`, or `kind/name`) to `name@version`. */
export type References = Readonly<Record<string, string>>;

/**
 * releaseId is the article's fingerprint of a tuple: the first 10 hex digits of sha256 over Python's JSON of the
 * references. `fingerprint` is the whole digest. The order of keys does not matter.
 */
export function releaseId(references: References): { id: string; fingerprint: string } {
  const fingerprint = sha256Hex(pythonJson(references));
  return { id: fingerprint.slice(0, 10), fingerprint };
}
