import { findAccount } from "../../db/repositories/accounts.ts";
import { markProved } from "../../db/repositories/sessions.ts";
import { expectOne, transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { limitAttempts } from "./attempts.ts";
import { verifyPassword } from "./password.ts";

/** stepUp notes that the person behind a session has just given their password; acts that need it look at the time. */
export async function stepUp(
  ctx: ServiceContext,
  account: AccountPrincipal,
  input: { password: string; address: string | null },
): Promise<{ provedAt: Date }> {
  const proved = await limitAttempts({ subject: account.id, address: input.address }, async () => {
    const found = await findAccount(ctx.db, account.id);
    return (await verifyPassword(input.password, found?.passwordHash ?? null)) ? found : null;
  });
  if (proved === null) throw new AppError("bad-credentials", "The password is wrong; try again.");
  const provedAt = ctx.now();
  await transact({ ...ctx, principal: account }, async (tx, audit) => {
    expectOne(await markProved(tx, account.sessionId, provedAt), "session");
    audit({
      chain: "installation",
      action: "session.proved",
      resourceKind: "account",
      resourceId: account.id,
      after: { session: account.sessionId.slice(0, 12) },
    });
  });
  return { provedAt };
}
