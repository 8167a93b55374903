import { randomBytes } from "node:crypto";

/** The prefixes of row ids; a new table adds its own here. */
export const ID_PREFIXES = {
  acc: "account",
  prj: "project",
  env: "environment",
  mem: "membership",
  inv: "invite",
  key: "API key",
  av: "artifact version",
  sgt: "sighting",
  evl: "eval run",
  lbl: "judge label",
  lic: "judge licence",
  mck: "model check",
  gat: "gate result",
  rev: "review",
  dec: "decision",
  kg: "known good",
  rbk: "rollback",
  qua: "quarantine",
  frz: "freeze window",
  hrw: "history rewrite",
  grp: "group grant",
  ntt: "notification target",
  ntd: "notification delivery",
  req: "HTTP request",
} as const;
export type IdPrefix = keyof typeof ID_PREFIXES;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** createId makes a sortable id: prefix, 9 characters of time (milliseconds), 13 random ones (65 bits). */
export function createId(prefix: IdPrefix, now: Date = new Date()): string {
  let time = now.getTime();
  let head = "";
  for (let index = 0; index < 9; index += 1) {
    head = ALPHABET.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  const tail = Array.from(randomBytes(13), (byte) => ALPHABET.charAt(byte % 32)).join("");
  return `${prefix}_${head}${tail}`;
}
