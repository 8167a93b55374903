import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

const COST = { N: 2 ** 15, r: 8, p: 1 };
const KEY_BYTES = 32;
/** scrypt needs 128 * N * r bytes; Node's default limit is just below that. */
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
/** What an unknown account's password is compared with, so that it takes as long as a known one's. */
const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${"00".repeat(16)}$${"00".repeat(KEY_BYTES)}`;

/** hashPassword makes the self-describing form that is stored: `scrypt$N$r$p$salt$hash`, in hex. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("hex"), hash.toString("hex")].join("$");
}

/**
 * verifyPassword compares in constant time. With no stored hash (unknown account, or one of an identity provider)
 * it does the same work and says no.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, n, r, p, salt, expected] = (stored ?? NOBODY).split("$");
  if (scheme !== "scrypt" || salt === undefined || expected === undefined) return false;
  const actual = await derive(password, Buffer.from(salt, "hex"), {
    N: Number(n),
    r: Number(r),
    p: Number(p),
  });
  const isEqual = timingSafeEqual(actual, Buffer.from(expected, "hex"));
  return isEqual && stored !== null;
}

function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...cost, maxmem: MAX_MEMORY_BYTES };
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
