import { canonicalJson } from "../canonical-json.ts";
import { digestOf } from "../digest.ts";
import { type KeyedPart, refOf } from "./release-part.ts";

/**
 * manifestDigest is sha256 over the RFC 8785 text of references and content digests: the release's integrity.
 * Two releases with one id but other contents differ here. `text` is what was hashed.
 */
export function manifestDigest(parts: readonly KeyedPart[]): { digest: string; text: string } {
  const components = Object.fromEntries(
    parts.map((part) => [part.key, { kind: part.kind, ref: refOf(part), digest: part.digest }]),
  );
  const text = canonicalJson({ schema: "tupelo/release/v1", components });
  return { digest: digestOf(text), text };
}
