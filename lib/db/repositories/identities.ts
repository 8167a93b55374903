import type { Reader, Transaction } from "../client.ts";
import type { Account, AccountIdentity } from "../generated/client.ts";

/** findIdentity finds whom a provider's subject is linked with; a disabled account is not found. */
export function findIdentity(
  db: Reader,
  input: { provider: string; subject: string },
): Promise<(AccountIdentity & { account: Account }) | null> {
  return db.accountIdentity.findFirst({
    where: { ...input, account: { disabledAt: null } },
    include: { account: true },
  });
}

/** isIdentityTaken says whether a subject is linked with any account, a disabled one included. */
export async function isIdentityTaken(
  db: Reader,
  input: { provider: string; subject: string },
): Promise<boolean> {
  return (await db.accountIdentity.count({ where: input })) > 0;
}

export function listIdentities(db: Reader, accountId: string): Promise<AccountIdentity[]> {
  return db.accountIdentity.findMany({
    where: { accountId },
    orderBy: [{ createdAt: "asc" }, { provider: "asc" }],
  });
}

/** insertIdentity links a provider's subject with an account; a taken one fails by the primary key. */
export async function insertIdentity(
  tx: Transaction,
  identity: { provider: string; subject: string; accountId: string; email: string; now: Date },
): Promise<void> {
  const { now, ...data } = identity;
  await tx.accountIdentity.create({ data: { ...data, createdAt: now, lastUsedAt: now } });
}

/** touchIdentity notes that a linked identity was used. */
export async function touchIdentity(
  tx: Transaction,
  input: { provider: string; subject: string; now: Date },
): Promise<void> {
  const { provider, subject, now } = input;
  await tx.accountIdentity.updateMany({ where: { provider, subject }, data: { lastUsedAt: now } });
}

/** deleteIdentities unlinks a provider from an account; returns how many subjects that were. */
export async function deleteIdentities(
  tx: Transaction,
  accountId: string,
  provider: string,
): Promise<number> {
  const { count } = await tx.accountIdentity.deleteMany({ where: { accountId, provider } });
  return count;
}
