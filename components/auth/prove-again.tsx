"use client";

import { useState } from "react";
import { ProviderButtons } from "@/components/auth/provider-buttons.tsx";
import { describeProblem } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useStepUp } from "@/lib/client/use-step-up.ts";
import { accountEndpoints } from "@/lib/contracts/account.ts";
import { sessionEndpoints } from "@/lib/contracts/session.ts";

type ProveAgainProps = {
  /** The page to come back to from the identity provider. */
  next: string;
  onProved: () => void;
};

/** ProveAgain asks who is signed in to prove it: by password where there is one, else at the identity provider. */
export function ProveAgain({ next, onProved }: ProveAgainProps) {
  const session = useEndpoint(sessionEndpoints.getSession, {});
  const account = useEndpoint(accountEndpoints.getAccount, {});
  if (session.data === undefined || account.data === undefined) return null;
  const { hasPassword, providers } = session.data.stepUp;
  const usable = account.data.providers.filter(({ id }) => providers.includes(id));
  return (
    <div className="flex max-w-md flex-col gap-3">
      {hasPassword ? <PasswordProof email={session.data.account.email} onProved={onProved} /> : null}
      <ProviderButtons providers={usable} errand={{ intent: "step-up", next }} verb="Prove it with" />
      {!hasPassword && usable.length === 0 ? (
        <p className="text-body">
          Your identity provider cannot ask you to sign in again. Set a password on your account page, within
          five minutes of signing in.
        </p>
      ) : null}
    </div>
  );
}

function PasswordProof({ email, onProved }: { email: string; onProved: () => void }) {
  const stepUp = useStepUp();
  const [password, setPassword] = useState("");
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== "") stepUp.mutate({ password }, { onSuccess: onProved });
      }}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        label="Your password, to prove who you are"
        error={stepUp.error ? describeProblem(stepUp.error).detail : null}
        className="min-w-0 flex-1"
      >
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="submit" size="md" isBusy={stepUp.isPending}>
        Prove
      </Button>
    </form>
  );
}
