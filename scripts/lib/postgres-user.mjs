import { readFileSync, statSync } from "node:fs";
import path from "node:path";

/**
 * How to run Postgres, which refuses to run as root.
 * `prefix` goes before the command; uid and gid are what to change to, absent where we stay who we are.
 * @typedef {{ prefix: string[], uid?: number, gid?: number }} RunAs
 */

/**
 * choosePostgresUser decides who runs Postgres: ourselves when we are not root; else the owner of the data, `postgres`
 * or `nobody`. Where a parent folder lets only root in, a user namespace makes root look like that user instead.
 * @param {{ dataFolder: string, binaries: string }} places
 * @returns {RunAs}
 */
export function choosePostgresUser({ dataFolder, binaries }) {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = statSync(path.join(dataFolder, "PG_VERSION"), { throwIfNoEntry: false });
  const user = findUser(readPasswd(), ["postgres", "nobody"]);
  if (owner !== undefined && owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };
  const isShielded =
    owner !== undefined || !canOthersEnter(path.dirname(dataFolder)) || !canOthersEnter(binaries);
  return isShielded ? { prefix: ["unshare", "--user", `--map-user=${user.uid}`] } : { prefix: [], ...user };
}

/**
 * findUser reads the first of the names that a passwd file has; 65534 where it has none of them.
 * @param {string} passwd @param {string[]} names
 */
export function findUser(passwd, names) {
  const rows = passwd.split("\n").map((line) => line.split(":"));
  for (const name of names) {
    const row = rows.find((fields) => fields[0] === name);
    if (row !== undefined) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** @param {string} folder an absolute path */
export function canOthersEnter(folder) {
  for (let place = folder; ; place = path.dirname(place)) {
    const mode = statSync(place, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}

function readPasswd() {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch {
    return "";
  }
}
