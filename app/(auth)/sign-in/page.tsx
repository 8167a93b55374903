import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form.tsx";
import { safeNextPath } from "@/lib/server/next-path.ts";
import { pagePrincipal } from "@/lib/server/page-principal.ts";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const nextPath = safeNextPath((await searchParams).next);
  if ((await pagePrincipal()) !== null) redirect(nextPath);
  return (
    <>
      <h1 className="font-semibold text-heading">Sign in</h1>
      <SignInForm nextPath={nextPath} />
    </>
  );
}
