import { createHash } from "node:crypto";

/**
 * blobIdOf is the object id that git gives to a file's bytes: the hash over `blob <length>\0` and them, by SHA-1 for
 * ids of 40 hex digits and by SHA-256 for 64 (gitformat-pack, "object name").
 */
export function blobIdOf(bytes: Uint8Array, idLength: number): string {
  const hash = createHash(idLength === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
