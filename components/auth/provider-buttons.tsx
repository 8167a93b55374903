"use client";

import { useState } from "react";
import { FormProblem } from "@/components/auth/form-problem.tsx";
import { describeProblem } from "@/components/shell/problem-card.tsx";
import { Button } from "@/components/ui/button.tsx";
import { type ProviderErrand, startProvider } from "@/lib/client/start-provider.ts";
import type { ProviderRow } from "@/lib/contracts/account.ts";

type ProviderButtonsProps = {
  providers: readonly ProviderRow[];
  errand: ProviderErrand;
  /** What the button does: "Sign in with". */
  verb: string;
};

/** ProviderButtons lead to the identity providers that are set up; nothing where none is. */
export function ProviderButtons({ providers, errand, verb }: ProviderButtonsProps) {
  const [busyId, setBusyId] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  if (providers.length === 0) return null;

  async function go(id: string): Promise<void> {
    setBusyId(id);
    setError(null);
    try {
      window.location.assign((await startProvider(id, errand)).url);
    } catch (problem) {
      setError(problem);
      setBusyId(null);
    }
  }
  return (
    <div className="flex flex-col gap-2">
      {error ? <FormProblem message={describeProblem(error).detail} /> : null}
      {providers.map(({ id, name }) => (
        <Button key={id} size="lg" isBusy={busyId !== null} onClick={() => void go(id)}>
          {verb} {name}
        </Button>
      ))}
    </div>
  );
}
