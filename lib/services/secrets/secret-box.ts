import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = "v1.";

/** Keeps secrets that must stay readable, such as those that sign webhooks: sealed in the database, open in memory. */
export type SecretBox = {
  seal: (secret: string) => string;
  /** Throws where the text was sealed under another server secret, or was changed. */
  open: (sealed: string) => string;
};

/** createSecretBox seals with AES-256-GCM under a key that HKDF-SHA256 (RFC 5869) derives from the server's secret. */
export function createSecretBox(serverSecret: string): SecretBox {
  const key = new Uint8Array(hkdfSync("sha256", serverSecret, "", "tupelo secret box v1", 32));
  return {
    seal: (secret) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return `${PREFIX}${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open: (sealed) => {
      if (!sealed.startsWith(PREFIX)) throw new Error("a sealed secret has an unknown form");
      const bytes = Buffer.from(sealed.slice(PREFIX.length), "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
    },
  };
}
