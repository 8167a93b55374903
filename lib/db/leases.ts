import type { Database } from "./client.ts";

/** A held lease: writes made under it carry `fencing`, which grows whenever the holder changes. */
export type HeldLease = { name: string; fencing: bigint };

/**
 * takeLease takes or renews a lease for `seconds`, on the database's clock; null while somebody else holds it.
 * A process that slept past its lease finds a higher fencing number and must not act.
 */
export async function takeLease(
  db: Pick<Database, "$queryRaw">,
  name: string,
  holder: string,
  seconds: number,
): Promise<HeldLease | null> {
  const rows = await db.$queryRaw<{ fencing: bigint }[]>`
    INSERT INTO lease (name, holder, fencing, "expiresAt")
    VALUES (${name}, ${holder}, 1, now() + make_interval(secs => ${seconds}))
    ON CONFLICT (name) DO UPDATE SET
      holder = excluded.holder,
      fencing = lease.fencing + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,
      "expiresAt" = excluded."expiresAt"
    WHERE lease.holder = excluded.holder OR lease."expiresAt" < now()
    RETURNING fencing`;
  const row = rows[0];
  return row === undefined ? null : { name, fencing: row.fencing };
}

/**
 * holdsLease says whether a lease is still its holder's, and keeps it so until the transaction ends. One who lost it
 * must not write.
 */
export async function holdsLease(tx: Pick<Database, "$queryRaw">, lease: HeldLease): Promise<boolean> {
  const rows = await tx.$queryRaw<{ ok: number }[]>`
    SELECT 1 AS ok FROM lease WHERE name = ${lease.name} AND fencing = ${lease.fencing} AND "expiresAt" > now() FOR SHARE`;
  return rows.length > 0;
}

/** releaseLease gives a lease back, so that the next holder need not wait for it to run out. */
export async function releaseLease(
  db: Pick<Database, "$executeRaw">,
  name: string,
  holder: string,
): Promise<void> {
  await db.$executeRaw`UPDATE lease SET "expiresAt" = now() WHERE name = ${name} AND holder = ${holder}`;
}
