import { countAccounts } from "../db/repositories/accounts.ts";
import { getRuntime } from "./context.ts";

/** isSetUp says whether the installation has an account; before that, only the set-up link leads in. */
export async function isSetUp(): Promise<boolean> {
  return (await countAccounts(getRuntime().db)) > 0;
}
