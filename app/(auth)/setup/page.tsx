import type { Metadata } from "next";
import Link from "next/link";
import { SetupForm } from "@/components/auth/setup-form.tsx";
import { countAccounts } from "@/lib/db/repositories/accounts.ts";
import { getRuntime } from "@/lib/server/context.ts";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  const isSetUp = (await countAccounts(getRuntime().db)) > 0;
  return (
    <>
      <h1 className="font-semibold text-heading">Set up this installation</h1>
      {isSetUp ? (
        <p className="text-body">
          This installation is set up already.{" "}
          <Link className="underline" href="/sign-in">
            Sign in
          </Link>
          .
        </p>
      ) : (
        <SetupForm />
      )}
    </>
  );
}
