import type { Metadata } from "next";
import Link from "next/link";
import { SetupForm } from "@/components/auth/setup-form.tsx";
import { isSetUp } from "@/lib/server/is-set-up.ts";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  const isDone = await isSetUp();
  return (
    <>
      <h1 className="font-semibold text-heading">Set up this installation</h1>
      {isDone ? (
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
