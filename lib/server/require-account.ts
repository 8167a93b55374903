import type { AccountPrincipal } from "../domain/access/principal.ts";
import { AppError } from "../domain/errors.ts";
import type { ServiceContext } from "../services/context.ts";

/** requireAccount narrows a context's principal to a person who is signed in. */
export function requireAccount(ctx: Pick<ServiceContext, "principal">): AccountPrincipal {
  if (ctx.principal.kind === "account") return ctx.principal;
  throw new AppError("insufficient-scope", "Only a person who is signed in can do this.");
}
