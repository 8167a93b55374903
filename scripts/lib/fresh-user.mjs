import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { findUser } from "./postgres-user.mjs";

/** Somebody who tries a fresh clone; without ids it is who we are. @typedef {{ name: string, uid?: number, gid?: number }} FreshUser */

/** freshUsers lists who tries: root and `nobody` when we are root, else ourselves. @returns {FreshUser[]} */
export function freshUsers() {
  if (process.getuid?.() !== 0) return [{ name: "this user" }];
  return [{ name: "root" }, { name: "nobody", ...findUser(readFileSync("/etc/passwd", "utf8"), ["nobody"]) }];
}

/** What a new shell would have; nothing of the run around it decides the result. */
const KEPT = [
  "PATH",
  "LANG",
  "CHROMIUM_PATH",
  "NODE_EXTRA_CA_CERTS",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
];

/**
 * runAs gives spawn's options for a user with a home of his own.
 * @param {FreshUser} user @param {string} home @param {Record<string, string>} env
 */
export function runAs({ uid, gid }, home, env) {
  const kept = KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const own = uid === undefined ? process.env.HOME : home;
  return { uid, gid, env: { ...Object.fromEntries(kept), HOME: own ?? home, ...env } };
}

/**
 * processesMentioning finds running processes, other than this one, whose command line names one of the places.
 * @param {string[]} places
 */
export function processesMentioning(places) {
  const lines = execFileSync("ps", ["-eo", "pid=,stat=,args="], { encoding: "utf8" }).trim().split("\n");
  return lines
    .map((line) => ({
      pid: Number(line.trim().split(/\s+/)[0]),
      stat: line.trim().split(/\s+/)[1] ?? "",
      line,
    }))
    .filter(({ pid, stat }) => pid !== process.pid && !stat.startsWith("Z"))
    .filter(({ line }) => places.some((place) => line.includes(place)));
}
