import type { Metadata } from "next";
import { AccountPage } from "@/components/account/account-page.tsx";
import { listProviders } from "@/lib/server/auth-providers.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { pageContext } from "@/lib/server/page-principal.ts";
import { describeOwnAccount } from "@/lib/services/access/own-account.ts";

export const metadata: Metadata = { title: "Your account" };
export const dynamic = "force-dynamic";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OwnAccountPage({ searchParams }: Props) {
  const { problem } = await searchParams;
  const ctx = await pageContext();
  const account = await describeOwnAccount(ctx, ctx.principal);
  const providers = listProviders(getRuntime().env);
  return (
    <AccountPage account={{ ...account, providers }} problem={typeof problem === "string" ? problem : null} />
  );
}
