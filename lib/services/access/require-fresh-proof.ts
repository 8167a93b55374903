import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";

/** requireFreshProof refuses unless the person proved who they are within five minutes; nothing else counts here. */
export function requireFreshProof(account: AccountPrincipal): void {
  if (account.proof === "fresh") return;
  throw new AppError("step-up-required", "Prove who you are again to do this.");
}
