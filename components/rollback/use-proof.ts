"use client";

import { useState } from "react";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { useNow } from "@/components/ui/use-now.ts";
import { useStepUp } from "@/lib/client/use-step-up.ts";
import { sessionEndpoints } from "@/lib/contracts/session.ts";
import { STEP_UP_SECONDS } from "@/lib/domain/environments/step-up.ts";

/** A proof that ends this soon would end during the hold. */
const MARGIN_SECONDS = 10;

/** useProof knows whether the person's proof of identity still counts, and proves it again by password. */
export function useProof() {
  const now = useNow(1_000);
  const session = useEndpoint(sessionEndpoints.getSession, {}, { refetchMs: 30_000 });
  const stepUp = useStepUp();
  const [password, setPassword] = useState("");
  const [isRefused, setIsRefused] = useState(false);
  const provedAt = newest(stepUp.data?.provedAt, session.data?.provedAt);
  const leftSeconds =
    provedAt === null || now === null
      ? 0
      : STEP_UP_SECONDS - MARGIN_SECONDS - (now.getTime() - new Date(provedAt).getTime()) / 1000;

  /** prove sends the password; it rejects with the problem when that is wrong. */
  async function prove(): Promise<void> {
    await stepUp.mutateAsync({ password });
    setPassword("");
    setIsRefused(false);
  }

  return {
    isFresh: leftSeconds > 0 && !isRefused,
    /** The server found the identity provider away: the rollback goes through without a proof, and says so. */
    isProviderAway: session.data?.proof === "provider_away" && !isRefused,
    hasPassword: session.data?.stepUp.hasPassword ?? true,
    leftSeconds,
    password,
    setPassword,
    prove,
    /** The service says that the proof does not count (any more), whatever this page believed. */
    refuse: () => setIsRefused(true),
    isProving: stepUp.isPending,
    error: stepUp.error,
  };
}

export type Proof = ReturnType<typeof useProof>;

function newest(...times: (string | undefined)[]): string | null {
  return (
    times
      .filter((time) => time !== undefined)
      .sort()
      .at(-1) ?? null
  );
}
