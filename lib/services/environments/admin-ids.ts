import type { Transaction } from "../../db/client.ts";

/** adminIds lists the accounts that administer a project: those who are told of what nobody else may decide. */
export async function adminIds(tx: Transaction, projectId: string): Promise<string[]> {
  const admins = await tx.membership.findMany({
    where: { projectId, role: "admin", account: { disabledAt: null } },
  });
  return [...new Set(admins.map((admin) => admin.accountId))];
}
