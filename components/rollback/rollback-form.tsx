"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";
import { leavingOf, servedSince } from "@/components/environments/served.ts";
import { ProofField } from "@/components/rollback/proof-field.tsx";
import { type GitSeen, Readiness } from "@/components/rollback/readiness.tsx";
import { RollbackMove } from "@/components/rollback/rollback-move.tsx";
import { rollbackRefusal, targetsOf } from "@/components/rollback/rollback-refusal.ts";
import { ServedChanged } from "@/components/rollback/served-changed.tsx";
import { useProof } from "@/components/rollback/use-proof.ts";
import { useRollback } from "@/components/rollback/use-rollback.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Field } from "@/components/ui/field.tsx";
import { HoldButton } from "@/components/ui/hold-button.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

export type Done = { version: number; reconciliation: number | null; tookMs: number };

type RollbackFormProps = {
  project: string;
  environment: EnvironmentDetail;
  target: string | null;
  onChoose: (releaseId: string) => void;
  roleRefusal: string | null;
  email: string;
  git: GitSeen;
  onDone: (done: Done) => void;
};

const HOLD_MS = 1_500;

function NoTarget({ name }: { name: string }) {
  return (
    <Callout role="warn" title="There is no release to go back to">
      {`${name} never fully served another release that is not quarantined. To stop answers now, disable the flag in the gateway, so that it falls back to its own default; then propose a fix.`}
    </Callout>
  );
}

function rateWords(perMinute: number | null, to: string | null): string {
  const seconds = (HOLD_MS / 1000).toFixed(1);
  if (to === null || perMinute === null) return `Hold ${seconds} s.`;
  return `Hold ${seconds} s. ${Math.round(perMinute)} requests a minute move to ${to}.`;
}

/** RollbackForm: what is served, where to, why, who you are, and one button that must be held. */
export function RollbackForm(props: RollbackFormProps) {
  const { project, environment, target, onChoose, roleRefusal, email, git, onDone } = props;
  const [reason, setReason] = useState("");
  const [seenVersion, setSeenVersion] = useState(environment.served?.version ?? 0);
  const proof = useProof();
  const name = environment.name;
  const rollback = useRollback({
    ...{ project, environment: name, proof },
    onDone: (answer, tookMs) =>
      onDone({
        version: answer.allocationVersion,
        reconciliation: answer.reconciliationNumber,
        tookMs,
      }),
  });
  const leaving = leavingOf(environment);
  const hasProof = proof.isFresh || proof.isProviderAway || proof.password !== "";
  const refusal = rollbackRefusal(environment, {
    target,
    reason,
    roleRefusal,
    seenVersion,
    hasProof,
    hasPassword: proof.hasPassword,
  });
  function press() {
    if (target === null) return;
    rollback.press({ targetReleaseId: target, reason: reason.trim(), expectedVersion: seenVersion });
  }
  return (
    <div className="flex flex-col gap-3">
      <ServedChanged
        environment={environment}
        seenVersion={seenVersion}
        onSeen={(version) => {
          rollback.reset();
          setSeenVersion(version);
        }}
      />
      {leaving !== null && target === null ? <NoTarget name={name} /> : null}
      {leaving !== null && target !== null ? (
        <>
          <RollbackMove
            {...{ project, from: leaving, to: target, onChoose }}
            since={servedSince(environment)}
            choices={targetsOf(environment)}
            lastKnownGood={environment.lastKnownGood}
          />
          <Readiness project={project} environment={environment} target={target} git={git} />
        </>
      ) : null}
      {target === null ? null : (
        <>
          <Field label="Reason, kept in the audit log">
            <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <ProofField proof={proof} email={email} />
        </>
      )}
      {rollback.isConflict ? null : <ProblemCard error={rollback.error} />}
      <div className="sticky bottom-0 -mx-4 border-t bg-bg px-4 pt-3 pb-3">
        <HoldButton
          label={`Hold to roll back ${name}`}
          icon={<Undo2 aria-hidden />}
          holdMs={HOLD_MS}
          onHeld={press}
          refusal={refusal}
          isBusy={rollback.isBusy}
          hint={rateWords(environment.requestsPerMinute, target)}
        />
      </div>
    </div>
  );
}
