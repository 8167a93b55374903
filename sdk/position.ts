import { hash } from "node:crypto";

/**
 * hashSubject is the first four bytes of sha256 over the text, as a number below 2^32; a salt goes in front of it.
 * `binary` is the fastest way to four bytes that node:crypto has: no hex to parse, no buffer to make.
 */
export function hashSubject(subject: string, salt: string | null): number {
  const bytes = hash("sha256", salt === null ? subject : `${salt}:${subject}`, "binary");
  return (
    bytes.charCodeAt(0) * 0x1_00_00_00 +
    (bytes.charCodeAt(1) << 16) +
    (bytes.charCodeAt(2) << 8) +
    bytes.charCodeAt(3)
  );
}

/** positionOfHash places a subject's hash on the line of 10,000 positions; its hundreds are the article's bucket. */
export function positionOfHash(hashed: number): number {
  return (hashed % 100) * 100 + (Math.floor(hashed / 100) % 100);
}
