import { randomBytes } from "node:crypto";
import { sha256Hex } from "../../domain/digest.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_LENGTH = 43;
const KEY_PATTERN = /^tpl_[0-9a-z]{8}_[0-9A-Za-z]{43}$/;

/** createSecret makes 256 random bits as 43 base62 characters. */
export function createSecret(): string {
  let value = BigInt(`0x${randomBytes(32).toString("hex")}`);
  let text = "";
  while (text.length < SECRET_LENGTH) {
    text = BASE62.charAt(Number(value % 62n)) + text;
    value /= 62n;
  }
  return text;
}

/** createKeySecret makes an API key's secret: a prefix that secret scanners know, a short id, 256 random bits. */
export function createKeySecret(): string {
  return `tpl_${randomBytes(4).toString("hex")}_${createSecret()}`;
}

/** looksLikeKey says whether text has the form of an API key; everything else needs no look into the database. */
export function looksLikeKey(text: string): boolean {
  return KEY_PATTERN.test(text);
}

/** hashSecret is what is stored of a secret; 256 random bits need no salt and no slow hash. */
export function hashSecret(secret: string): string {
  return sha256Hex(secret);
}
