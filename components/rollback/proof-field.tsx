"use client";

import { usePathname } from "next/navigation";
import type { FormEvent } from "react";
import { ProveAgain } from "@/components/auth/prove-again.tsx";
import type { Proof } from "@/components/rollback/use-proof.ts";
import { describeProblem } from "@/components/shell/problem-card.tsx";
import { Glyph } from "@/components/status/glyph.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";

/** ProofField asks for the password while no proof of identity younger than five minutes exists. */
export function ProofField({ proof, email }: { proof: Proof; email: string }) {
  const next = usePathname();
  if (proof.isFresh) {
    const minutes = Math.max(1, Math.floor(proof.leftSeconds / 60));
    return (
      <p className="flex items-center gap-2 text-meta">
        <Glyph name="check" className="text-good" />
        You proved who you are; good for {minutes} min.
      </p>
    );
  }
  if (proof.isProviderAway) {
    return (
      <Callout role="warn" title="Your identity provider is away">
        The rollback goes through without a new proof of who you are. It is marked so, and every admin is
        told.
      </Callout>
    );
  }
  if (!proof.hasPassword) return <ProveAgain next={next} onProved={() => undefined} />;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (proof.password !== "") proof.prove().catch(() => undefined);
  }
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        label="Your password, to prove who you are"
        error={proof.error ? describeProblem(proof.error).detail : null}
        className="min-w-0 flex-1"
      >
        <Input
          type="password"
          autoComplete="current-password"
          value={proof.password}
          onChange={(event) => proof.setPassword(event.target.value)}
        />
      </Field>
      <Button
        type="submit"
        size="md"
        isBusy={proof.isProving}
        className={proof.error ? "self-center" : undefined}
      >
        Prove
      </Button>
    </form>
  );
}
