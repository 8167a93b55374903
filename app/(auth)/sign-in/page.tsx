import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ProviderButtons } from "@/components/auth/provider-buttons.tsx";
import { ProviderProblem } from "@/components/auth/provider-problem.tsx";
import { SignInForm } from "@/components/auth/sign-in-form.tsx";
import { listProviders } from "@/lib/server/auth-providers.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { safeNextPath } from "@/lib/server/next-path.ts";
import { pagePrincipal } from "@/lib/server/page-principal.ts";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { next, problem } = await searchParams;
  const nextPath = safeNextPath(next);
  if ((await pagePrincipal()) !== null) redirect(nextPath);
  return (
    <>
      <h1 className="font-semibold text-heading">Sign in</h1>
      <ProviderProblem code={typeof problem === "string" ? problem : null} />
      <SignInForm nextPath={nextPath} />
      <ProviderButtons
        providers={listProviders(getRuntime().env)}
        errand={{ intent: "sign-in", next: nextPath }}
        verb="Sign in with"
      />
    </>
  );
}
