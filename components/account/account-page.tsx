"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { IdentitiesSection } from "@/components/account/identities-section.tsx";
import { PasswordSection } from "@/components/account/password-section.tsx";
import { SessionsSection } from "@/components/account/sessions-section.tsx";
import { ProviderProblem } from "@/components/auth/provider-problem.tsx";
import { Page } from "@/components/layout/page.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { FactsStrip } from "@/components/ui/facts-strip.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { accountEndpoints, type OwnAccountResponse } from "@/lib/contracts/account.ts";

type AccountPageProps = { account: OwnAccountResponse; problem: string | null };

const PROOF_WORDS: Record<OwnAccountResponse["proof"], string> = {
  fresh: "within the last five minutes",
  stale: "longer ago than five minutes",
  provider_away: "not now: the identity provider does not answer",
};

/** AccountPage: who one is, how one signs in, and where one is signed in. */
export function AccountPage({ account: first, problem }: AccountPageProps) {
  const client = useQueryClient();
  const account = useEndpoint(accountEndpoints.getAccount, {}, { initialData: first });
  const current = account.data ?? first;
  return (
    <main className="mx-auto max-w-5xl px-6 py-8 phone:px-4">
      <Page>
        <PageHead
          title="Your account"
          description={
            <Link className="underline" href="/">
              Back to the project
            </Link>
          }
        />
        <ProviderProblem code={problem} />
        <ProblemCard error={account.error} />
        <FactsStrip
          facts={[
            { label: "Name", value: current.name },
            { label: "E-mail", value: current.email },
            { label: "Proved who you are", value: PROOF_WORDS[current.proof] },
          ]}
        />
        <IdentitiesSection account={current} onProved={() => void client.invalidateQueries()} />
        <SessionsSection />
        <PasswordSection email={current.email} hasPassword={current.hasPassword} />
      </Page>
    </main>
  );
}
