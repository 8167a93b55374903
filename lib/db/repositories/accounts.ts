import type { Reader, Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import type { Account } from "../generated/client.ts";

export type NewAccount = {
  /** In canonical form (parseEmail). */
  email: string;
  name: string;
  passwordHash: string | null;
  isDemo: boolean;
  now: Date;
};

/** findAccountByEmail finds an account that may sign in; disabled ones are not found. */
export function findAccountByEmail(db: Reader, email: string): Promise<Account | null> {
  return db.account.findFirst({ where: { email, disabledAt: null } });
}

export function findAccount(db: Reader, id: string): Promise<Account | null> {
  return db.account.findFirst({ where: { id, disabledAt: null } });
}

export function countAccounts(db: Reader): Promise<number> {
  return db.account.count();
}

/** insertAccount writes a new account; a taken e-mail fails by the unique index. */
export function insertAccount(tx: Transaction, { now, ...account }: NewAccount): Promise<Account> {
  return tx.account.create({ data: { id: createId("acc", now), ...account, createdAt: now } });
}

/** setPasswordHash changes a password if it is still the one that was checked; returns how many rows it met. */
export async function setPasswordHash(
  tx: Transaction,
  input: { id: string; oldHash: string | null; passwordHash: string },
): Promise<number> {
  const { id, oldHash, passwordHash } = input;
  const { count } = await tx.account.updateMany({
    where: { id, passwordHash: oldHash },
    data: { passwordHash },
  });
  return count;
}
