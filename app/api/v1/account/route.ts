import { accountEndpoints } from "@/lib/contracts/account.ts";
import { listProviders } from "@/lib/server/auth-providers.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { describeOwnAccount } from "@/lib/services/access/own-account.ts";

export const GET = endpoint(accountEndpoints.getAccount, async (_input, ctx) => ({
  ...(await describeOwnAccount(ctx, requireAccount(ctx))),
  providers: listProviders(getRuntime().env),
}));
