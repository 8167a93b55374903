import { createHash, createHmac, hash, timingSafeEqual } from "node:crypto";

/** sha256Hex hashes text (as UTF-8) or bytes to 64 lower-case hex digits. */
export function sha256Hex(input: string | Uint8Array): string {
  return hash("sha256", input, "hex");
}

/** digestOf is sha256Hex with its scheme tag: `sha256:<64 hex>`. */
export function digestOf(input: string | Uint8Array): string {
  return `sha256:${sha256Hex(input)}`;
}

/** startDigest digests text that comes in parts, so that none of it has to be kept. */
export function startDigest(): { add: (text: string) => void; digest: () => string } {
  const parts = createHash("sha256");
  return {
    add: (text) => {
      parts.update(text);
    },
    digest: () => `sha256:${parts.copy().digest("hex")}`,
  };
}

/** hmacSha256 signs text with a key of bytes. */
export function hmacSha256(key: Uint8Array, text: string): Uint8Array {
  return createHmac("sha256", key).update(text).digest();
}

/** isSameBytes compares two signatures in a time that does not tell where they differ. */
export function isSameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** toBase64Url encodes text (as UTF-8) or bytes in base64url without padding. */
export function toBase64Url(input: string | Uint8Array): string {
  return Buffer.from(input).toString("base64url");
}

/** fromBase64Url decodes base64url without padding; what is no base64 is skipped, as Buffer does. */
export function fromBase64Url(text: string): Uint8Array {
  return Buffer.from(text, "base64url");
}
