import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { createId } from "../db/create-id.ts";
import type { AccountPrincipal } from "../domain/access/principal.ts";
import type { ServiceContext } from "../services/context.ts";
import { getRuntime, makeContext } from "./context.ts";
import { safeNextPath } from "./next-path.ts";
import { principalFromCookie } from "./principal.ts";

/** The proxy tells pages which address was asked; it is used for the way back after signing in, nothing else. */
export const PATH_HEADER = "x-tupelo-path";

/** pagePrincipal says who looks at a page; null for nobody. */
export async function pagePrincipal(): Promise<AccountPrincipal | null> {
  return principalFromCookie((await headers()).get("cookie"), getRuntime());
}

/** requirePagePrincipal says who looks at a page; whoever is not signed in is led to /sign-in and back. */
export async function requirePagePrincipal(): Promise<AccountPrincipal> {
  const principal = await pagePrincipal();
  if (principal !== null) return principal;
  const path = safeNextPath((await headers()).get(PATH_HEADER));
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** pageContext is a service's context for a page of somebody who is signed in. */
export async function pageContext(): Promise<ServiceContext & { principal: AccountPrincipal }> {
  const principal = await requirePagePrincipal();
  return { ...makeContext(principal, createId("req")), principal };
}
