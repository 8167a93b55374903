"use client";

import { useRef } from "react";
import type { Proof } from "@/components/rollback/use-proof.ts";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { announce } from "@/components/ui/announce.ts";
import { ProblemError } from "@/lib/client/problem-error.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { environmentEndpoints } from "@/lib/contracts/environments.ts";

type Answer = ResponseOf<typeof environmentEndpoints.rollBack>;
type Press = { targetReleaseId: string; reason: string; expectedVersion: number };

type Options = {
  project: string;
  environment: string;
  proof: Proof;
  /** `tookMs`: how long the rollback itself took to answer. */
  onDone: (answer: Answer, tookMs: number) => void;
};

/** useRollback proves identity where that is needed, then rolls back; the same press repeated is one rollback. */
export function useRollback({ project, environment, proof, onDone }: Options) {
  const act = useAct(environmentEndpoints.rollBack);
  const last = useRef<{ press: string; idempotencyKey: string } | null>(null);

  function keyFor(press: Press): string {
    const text = JSON.stringify(press);
    if (last.current?.press !== text) last.current = { press: text, idempotencyKey: crypto.randomUUID() };
    return last.current.idempotencyKey;
  }

  async function rollBack(press: Press): Promise<void> {
    if (!proof.isFresh && !proof.isProviderAway) await proof.prove();
    announce("Rollback sent.");
    const startedAt = performance.now();
    const answer = await act.mutateAsync({
      params: { project, environment },
      body: press,
      idempotencyKey: keyFor(press),
    });
    onDone(answer, performance.now() - startedAt);
  }

  /** press never rejects: what went wrong is in `error`, or beside the password. */
  function press(input: Press): void {
    rollBack(input).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) return;
      if (error.code === "step-up-required") proof.refuse();
      // Only a call without an answer may be repeated under its key; a refused one is over.
      if (error.code !== "unavailable") last.current = null;
    });
  }

  const isProofMissing = act.error?.code === "step-up-required";
  return {
    press,
    isBusy: act.isPending || proof.isProving,
    error: isProofMissing ? null : act.error,
    isConflict: act.error?.code === "version-conflict",
    reset: act.reset,
  };
}
