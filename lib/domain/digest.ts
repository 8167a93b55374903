import { createHash } from "node:crypto";

/** sha256Hex hashes text (as UTF-8) or bytes to 64 lower-case hex digits. */
export function sha256Hex(input: string | Uint8Array): string {
  return createHash("sha256").update(input).digest("hex");
}

/** digestOf is sha256Hex with its scheme tag: `sha256:<64 hex>`. */
export function digestOf(input: string | Uint8Array): string {
  return `sha256:${sha256Hex(input)}`;
}

/** startDigest digests text that comes in parts, so that none of it has to be kept. */
export function startDigest(): { add: (text: string) => void; digest: () => string } {
  const hash = createHash("sha256");
  return {
    add: (text) => {
      hash.update(text);
    },
    digest: () => `sha256:${hash.copy().digest("hex")}`,
  };
}
