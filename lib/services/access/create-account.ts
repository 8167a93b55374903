import type { Transaction } from "../../db/client.ts";
import { insertAccount } from "../../db/repositories/accounts.ts";
import { addGrants } from "../../db/repositories/members.ts";
import type { Audit } from "../../db/transact.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";

export type AccountInput = {
  /** Canonical (parseEmail). */
  email: string;
  name: string;
  /** From hashPassword, made before the transaction: it takes a tenth of a second. */
  passwordHash: string | null;
  isDemo: boolean;
  now: Date;
};

/** createAccount makes an account in the caller's transaction. */
export async function createAccount(tx: Transaction, audit: Audit, input: AccountInput) {
  const account = await insertAccount(tx, input);
  audit({
    chain: "installation",
    action: "account.created",
    resourceKind: "account",
    resourceId: account.id,
    after: { email: account.email, name: account.name, isDemo: account.isDemo },
  });
  return account;
}

/** grantRoles gives an account roles in a project, in the caller's transaction. */
export async function grantRoles(
  tx: Transaction,
  audit: Audit,
  input: { projectId: string; accountId: string; grants: readonly RoleGrant[]; now: Date },
): Promise<void> {
  await addGrants(tx, input);
  audit({
    chain: input.projectId,
    action: "member.added",
    resourceKind: "account",
    resourceId: input.accountId,
    after: { roles: describeGrants(input.grants) },
  });
}

/** describeGrants writes grants as the audit log keeps them: `reviewer:production`. */
export function describeGrants(grants: readonly RoleGrant[]): string[] {
  return grants
    .map(({ role, environment }) => (environment === undefined ? role : `${role}:${environment}`))
    .sort();
}
