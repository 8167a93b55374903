import type { OwnAccountResponse } from "../contracts/account.ts";
import { describeOwnAccount } from "../services/access/own-account.ts";
import { listProviders } from "./auth-providers.ts";
import { getRuntime } from "./context.ts";
import { pageContext } from "./page-principal.ts";

/** pageAccount is what the account page shows first: how the person who looks can sign in. */
export async function pageAccount(): Promise<OwnAccountResponse> {
  const ctx = await pageContext();
  const account = await describeOwnAccount(ctx, ctx.principal);
  return { ...account, providers: listProviders(getRuntime().env) };
}
