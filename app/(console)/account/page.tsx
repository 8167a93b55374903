import type { Metadata } from "next";
import { AccountPage } from "@/components/account/account-page.tsx";
import { pageAccount } from "@/lib/server/page-account.ts";

export const metadata: Metadata = { title: "Your account" };
export const dynamic = "force-dynamic";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OwnAccountPage({ searchParams }: Props) {
  const account = await pageAccount();
  const { problem } = await searchParams;
  return <AccountPage account={account} problem={typeof problem === "string" ? problem : null} />;
}
